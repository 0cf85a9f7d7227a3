import type {Command} from 'commander';
import type {MetricsRow, ShownRun} from '@espalier/experiments';
import {examples} from '../help/examples.ts';
import {milestonesTable} from '../looking/milestonesTable.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count, duration, fixed, mega, percent} from '../output/formatNumber.ts';
import {metricText} from '../output/metricText.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {stoppedText} from '../reporting/stoppedText.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('everything that is known of one run')
    .argument('<run>', 'id, sweep/id, or the beginning of an id')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier show taylor-s0', 'espalier show my-sweep/taylor-s0-1a2b3c4d5e --json'))
    .action(show);
}

async function show(name: string, {runs, json}: {runs: string; json?: boolean}): Promise<void> {
  const {existingRunStore, showRun} = await import('@espalier/experiments/store');
  const run = await showRun(existingRunStore(runs), name);
  if (json) {
    printJson({format: 'espalier.shown/1', ...run});
    return;
  }
  const metrics = run.metrics as readonly MetricsRow[];
  const {milestones, stopped} = run.result ?? {};
  const parts = [
    head(run),
    `Configuration:\n${run.config.trim()}`,
    metrics.length > 0 ? curve(metrics) : '',
    stopped ? stoppedText(stopped) : '',
    milestones ? milestonesTable(milestones, run.meta.latencies) : ''
  ];
  printText(parts.filter(Boolean).join('\n\n'));
}

function head({sweep, id, status, folder, meta, result}: ShownRun): string {
  const {engine, node, attempts, seconds = {}, stages} = meta;
  const error = attempts.at(-1)?.error;
  const entries: (readonly [string, string])[] = [
    ['run', `${sweep}/${id}`],
    ['status', error === undefined ? status : `${status}: ${error}`],
    ['folder', folder],
    ['metric', result ? `${metricText(result.metric)} ${result.metric.name}` : 'none yet'],
    [
      'engine',
      `${engine.name} ${engine.version}, ${engine.device}, ${engine.threads} threads, Node ${node ?? 'unknown'}`
    ],
    ['begun', `${meta.created}, ${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}`],
    [
      'time',
      Object.entries(seconds)
        .map(([part, time]) => `${part} ${duration(time)}`)
        .join(', ') || 'unknown'
    ],
    ['stages', Object.values(stages).join(', ') || 'none'],
    ['again', meta.command]
  ];
  return facts(entries);
}

function curve(metrics: readonly MetricsRow[]): string {
  const right = (header: string) => ({header, align: 'right'}) as const;
  return textTable(
    ['step', 'updates', 'units', 'parameters', 'MFLOPs', 'validation', 'test', 'test loss'].map(right),
    metrics.map(row => [
      String(row.step),
      String(row.updates),
      count(row.units),
      count(row.parameters),
      mega(row.flops),
      percent(row.validationAccuracy),
      percent(row.testAccuracy),
      fixed(row.testLoss)
    ])
  );
}
