import type {MilestoneRow, RunLatencies} from '@espalier/experiments';
import {count, fixed, mega, percent} from '../output/formatNumber.ts';
import {textTable} from '../output/textTable.ts';

/** Milestones of a run, each with its controls below it: the fraction, size, accuracy, and how long a pass takes. */
export function milestonesTable(milestones: readonly MilestoneRow[], latencies?: RunLatencies): string {
  const right = (header: string) => ({header, align: 'right'}) as const;
  const names = ['updates', 'units', 'parameters', 'MFLOPs', 'validation', 'test', 'test loss', 'ms'];
  const accuracies = (row: Pick<MilestoneRow, 'validationAccuracy' | 'testAccuracy' | 'testLoss'>) => [
    percent(row.validationAccuracy),
    percent(row.testAccuracy),
    fixed(row.testLoss)
  ];
  const rows = milestones.flatMap(({target, controls = {}, ...row}, i) => {
    const [[quantity, fraction] = []] = Object.entries(target);
    const latency = latencies?.milestones[i]?.milliseconds;
    const sizes = [String(row.updates), count(row.units), count(row.parameters), mega(row.flops)];
    return [
      [`${quantity} ${fraction}`, ...sizes, ...accuracies(row), latency === undefined ? '' : fixed(latency, 2)],
      ...Object.entries(controls).map(([name, control]) => [
        `  ${name}`,
        ...[String(control.updates), '', count(control.parameters), '', ...accuracies(control)]
      ])
    ];
  });
  return textTable([{header: 'milestone'}, ...names.map(right)], rows);
}
