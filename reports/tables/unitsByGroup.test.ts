import {expect, it} from 'vitest';
import {madeUpResidual} from '../testing/madeUpNetworks.ts';
import {toMarkdown} from './toMarkdown.ts';
import {unitsByGroup} from './unitsByGroup.ts';

it('tells how many units each group had and has, and why its layers shrink together', () => {
  const network = madeUpResidual(2);
  const unitsBefore = network.groups.map(({units}) => 2 * units);
  const text = toMarkdown(unitsByGroup({network, unitsBefore, command: 'espalier prune'}));
  expect(text).toMatch(/\| conv +\| +32 \| +16 \| +50\.0 \| conv, b1 \(.*"add1".*\) +\|/);
  expect(text).toMatch(/\| a1 +\| +32 \| +16 \| +50\.0 \| a1 +\|/);
});
