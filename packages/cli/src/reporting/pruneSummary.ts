import type {PrunedDocument} from '@espalier/experiments';
import {count, fixed, mega, percent} from '../output/formatNumber.ts';
import {textTable} from '../output/textTable.ts';

/** What `espalier prune` prints: sizes and quality at both ends. */
export function pruneSummary({
  units,
  parameters,
  flops,
  accuracy,
  validationAccuracy,
  loss,
  ...rest
}: PrunedDocument): string {
  type Pair = typeof units;
  const size = (name: string, pair: Pair, format: (value: number) => string) => [
    name,
    format(pair.before),
    format(pair.after),
    percent(pair.after / pair.before)
  ];
  const quality = (name: string, {before, after}: Pair, format: (value: number) => string) => [
    name,
    format(before),
    format(after),
    ''
  ];
  const table = textTable(
    [
      {header: ''},
      {header: 'before', align: 'right'},
      {header: 'after', align: 'right'},
      {header: 'left', align: 'right'}
    ],
    [
      size('units', units, count),
      size('parameters', parameters, count),
      size('MFLOPs', flops, mega),
      quality('test accuracy', accuracy, value => percent(value, 2)),
      quality('validation accuracy', validationAccuracy, value => percent(value, 2)),
      quality('test loss', loss, fixed)
    ]
  );
  return `Pruned by ${rest.criterion} in ${rest.steps} steps\n\n${table}`;
}
