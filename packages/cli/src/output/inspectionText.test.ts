import {stripVTControlCharacters} from 'node:util';
import {planNetwork, type LayerPlan} from '@espalier/core';
import {describeNetwork} from '@espalier/experiments';
import {expect, it} from 'vitest';
import {inspectionText} from './inspectionText.ts';

const conv = (name: string, inputs?: readonly string[]): LayerPlan => ({
  type: 'Conv2D',
  name,
  inputs,
  config: {filters: 4, kernel_size: 1}
});

function textOf(layers: readonly LayerPlan[], options?: {readonly all: boolean}): string {
  const network = planNetwork({name: 'made-up', inputShape: [4, 4, 1], layers});
  const document = {...describeNetwork(network), model: {path: 'made-up', sha256: ''}};
  return stripVTControlCharacters(inspectionText(document, options));
}

it('tells what reads what where it is not the layer above, and why layers are coupled', () => {
  const text = textOf([
    conv('a'),
    conv('b'),
    {type: 'Add', name: 'sum', inputs: ['a', 'b']},
    {type: 'Flatten', name: 'flatten'},
    {type: 'Dense', name: 'logits', config: {units: 3}}
  ]);
  expect(text).toMatch(/^b +Conv2D +4 × 4 × 4 +20 /m);
  expect(text).toMatch(/^sum +Add +a, b +4 × 4 × 4 +0 +0\.00 +256 B$/m);
  expect(text).toMatch(/^a +4 +\S+ +b, logits +a, b: .*"sum"/m);
  expect(text).toMatch(/^logits +\S.*output/m);
  expect(text).toMatch(/^units +4, at least 25\.0 % stay$/m);
  expect(text).toMatch(/^activations +1\.1 kB for one example, at least \d+\.\d % stay$/m);
});

it('has no column for what is read in a chain', () => {
  expect(textOf([conv('a'), conv('b')])).toMatch(/^layer +type +output +parameters/);
});

it('shortens long lists unless all is asked for', () => {
  const names = Array.from({length: 50}, (_, i) => `c${i}`);
  const layers = names.map(name => conv(name));
  expect(textOf(layers)).toContain('… 21 more; --all lists them');
  expect(textOf(layers)).not.toMatch(/^c30 /m);
  expect(textOf(layers, {all: true})).toMatch(/^c30 /m);
  expect(textOf(layers, {all: true})).not.toContain('more');
});
