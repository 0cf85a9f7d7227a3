import {expect, it} from 'vitest';
import type {RunRecord} from '../records/runRecord.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {againstSetting, settingLines} from './againstSetting.ts';
import {NARROW} from './theme.ts';

const STABILITY = {5: 0.6, 50: 0.9} as const;

/** Made-up runs at 5 and 50 examples a class, whose rankings by Taylor are the more stable the more examples there are. */
const records: RunRecord[] = ([5, 50] as const).flatMap(perClass =>
  madeUpRecords().map(record => ({
    ...record,
    id: `${record.id}-${perClass}`,
    config: {...record.config, dataset: {name: 'made-up-images', perClass}},
    scores: record.scores && {
      ...record.scores,
      stability: {
        taylor: {examples: 10 * perClass, all: STABILITY[perClass] + 0.01 * record.seed, perLayer: 0.5},
        activation: {examples: 10 * perClass, all: null, perLayer: null}
      }
    }
  }))
);
const options = {
  records,
  of: 'stability.all',
  at: 'start',
  x: {setting: 'dataset.perClass', name: 'examples a class'},
  line: 0.9,
  command: 'npm run findings'
} as const;

it('has a line for each criterion that was measured, with means and intervals over seeds', () => {
  const lines = settingLines(options);
  expect(lines.map(({label}) => label)).toEqual(['taylor']);
  expect(lines[0]?.points.map(({x, value, n}) => [x, Number(value.toFixed(3)), n])).toEqual([
    [5, 0.61, 3],
    [50, 0.91, 3]
  ]);
  // Student's t of 2 degrees of freedom at 97.5 %; deviation 0.01.
  expect(lines[0]?.points[0]?.high).toBeCloseTo(0.61 + (4.302652729749 * 0.01) / Math.sqrt(3), 9);
});

it('stands alone, wide and narrow, and is not drawn of what was not measured', () => {
  const figure = againstSetting(options);
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure?.draw(width) ?? '');
    expect(badNumbers(svg)).toEqual([]);
    expect(svg.querySelector('title')?.textContent).toBe('Stability of the ranking against examples a class');
  }
  expect(againstSetting({...options, x: {setting: 'dataset.unknown', name: 'nothing'}})).toBeUndefined();
  expect(againstSetting({...options, of: 'validationGap'})).toBeUndefined();
});
