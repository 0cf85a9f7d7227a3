import {percent} from '../output/formatNumber.ts';
import {metricText} from '../output/metricText.ts';
import {textTable} from '../output/textTable.ts';
import type {SweepDocument} from './sweepDocument.ts';

/** What a sweep prints when it is over. */
export function sweepTable({runs, folder}: SweepDocument): string {
  const name = runs.find(({result}) => result)?.result?.metric.name ?? 'metric';
  const rows = runs.map(({id, status, result}) => [
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
  return `${table}\n\nIn ${folder}`;
}
