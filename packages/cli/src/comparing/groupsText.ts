import type {Estimate} from '@espalier/reports/explore';
import {fixed, percent} from '../output/formatNumber.ts';
import {textTable} from '../output/textTable.ts';
import type {GroupsComparisonDocument} from './compareGroups.ts';

/** One line a group: means over seeds with their 95 % t intervals, and the difference to the first group. */
export function groupsText({metric, groups}: GroupsComparisonDocument): string {
  const right = (header: string) => ({header, align: 'right'}) as const;
  const name = metric ?? 'metric';
  const rows = groups.map(({label, runs, finished, estimates, difference}) => [
    label,
    finished === runs ? String(runs) : `${finished} of ${runs}`,
    metric === undefined ? '' : estimateText(name, estimates.metric),
    metric === undefined ? '' : estimateText(name, difference).replace('%', 'pp'),
    estimateText('testAccuracy', estimates.testAccuracy),
    estimateText('flops', estimates.flops)
  ]);
  const pooled = [...new Set(groups.flatMap(group => group.pooled))];
  const table = textTable(
    [{header: 'group'}, ...['finished', name, 'less the first', 'test accuracy', 'FLOPs left'].map(right)],
    rows
  );
  const notes = [
    'Mean ± half of the 95 % t interval over n seeds; differences (pp: percentage points) over the seeds that both have.',
    ...(pooled.length > 0 ? [`Averaged over ${pooled.join(', ')}, seed by seed.`] : []),
    ...(metric === undefined ? ['The runs have different metrics, or none is finished.'] : [])
  ];
  return `${table}\n\n${notes.join('\n')}`;
}

/** `91.20 % ± 0.35 (n = 3)`; one seed has no interval. */
function estimateText(name: string, estimate: Estimate | undefined): string {
  if (!estimate) return '–';
  const {value, low, high, n} = estimate;
  const isShare = /accuracy|flops/i.test(name);
  const half = low === undefined || high === undefined ? undefined : (high - low) / 2;
  const interval = half === undefined ? '' : ` ± ${fixed(isShare ? 100 * half : half, isShare ? 2 : 4)}`;
  return `${isShare ? percent(value, 2) : fixed(value)}${interval} (n = ${n})`;
}
