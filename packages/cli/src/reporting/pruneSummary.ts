import type {PrunedDocument} from '@espalier/experiments';
import {count, fixed, mega, percent} from '../output/formatNumber.ts';
import {textTable} from '../output/textTable.ts';
import {secondsInWords, type StepSeconds} from './stepSeconds.ts';
import {stoppedText} from './stoppedText.ts';

/** What `espalier prune` prints: sizes and quality at both ends, and what the parts of its steps took. */
export function pruneSummary(document: PrunedDocument, seconds: StepSeconds): string {
  const {units, parameters, flops, memory, latency, accuracy, validationAccuracy, loss, stopped, ...rest} = document;
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
      ...(memory ? [size('MB of outputs', memory, mega)] : []),
      ...(latency ? [size('ms a pass', latency, value => value.toPrecision(3))] : []),
      quality('test accuracy', accuracy, value => percent(value, 2)),
      quality('validation accuracy', validationAccuracy, value => percent(value, 2)),
      quality('test loss', loss, fixed)
    ]
  );
  const end = stopped ? `${stoppedText(stopped)}\n\n` : '';
  return `Pruned by ${rest.criterion} in ${rest.steps} steps\n\n${table}\n\n${end}${secondsInWords(seconds)}`;
}
