import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {allCriteria} from './allCriteria.ts';
import {criteriaTable} from './criteriaTable.ts';
import {taylor} from './taylor.ts';

test('criteriaTable writes one row a criterion and escapes bars', () => {
  expect(criteriaTable([taylor])).toBe(
    [
      '| Name | Formula | Needs | Source |',
      '| --- | --- | --- | --- |',
      '| `taylor` | mean over examples of \\|∂C/∂g\\| / M | `gateGradient` | Molchanov et al. 2017 (arXiv:1611.06440), Eq. 8 |'
    ].join('\n')
  );
});

test('the README shows the registered criteria (else: npm run table -w packages/criteria)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(criteriaTable(allCriteria));
});
