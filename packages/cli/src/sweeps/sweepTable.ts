import {percent} from '../output/formatNumber.ts';
import {metricText} from '../output/metricText.ts';
import {textTable} from '../output/textTable.ts';
import {bestLine} from './bestLine.ts';
import type {SweepDocument} from './sweepDocument.ts';

/** What a sweep prints when it is over. */
export function sweepTable({runs, rungs, folder}: SweepDocument): string {
  const name = runs.find(({result}) => result)?.result?.metric.name ?? 'metric';
  const left = runs.filter(({status}) => status === 'not promoted').length;
  const shown = runs.filter(({status}) => status !== 'not promoted');
  const rows = shown.map(({id, status, result}) => [
    id,
    status,
    result ? percent(result.after.units / result.before.units) : '',
    result ? percent(result.after.flops / result.before.flops) : '',
    result ? percent(result.after.testAccuracy) : '',
    result ? metricText(result.metric) : ''
  ]);
  const table = textTable(
    [
      {header: 'run'},
      {header: 'status'},
      {header: 'units left', align: 'right'},
      {header: 'FLOPs left', align: 'right'},
      {header: 'test accuracy', align: 'right'},
      {header: name, align: 'right'}
    ],
    rows
  );
  const notRun = left === 0 ? '' : `Not promoted, and so not run: ${left}`;
  const more = [notRun, bestLine({runs, rungs})].filter(line => line !== '');
  return [table, more.join('\n'), `In ${folder}`].filter(part => part !== '').join('\n\n');
}
