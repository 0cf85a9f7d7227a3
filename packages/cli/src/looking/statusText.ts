import {counted} from '../output/counted.ts';
import {facts} from '../output/facts.ts';
import {duration, percent} from '../output/formatNumber.ts';
import {shortened} from '../output/shortened.ts';
import {textTable} from '../output/textTable.ts';
import {COUNTED, type RunUnderWay, type SweepStatus} from './sweepStatus.ts';

const STAGES = {base: 'training the base network', scores: 'scoring', oracle: 'measuring the oracle'} as const;

/** One line a sweep. */
export function statusTable(sweeps: readonly SweepStatus[]): string {
  const shown = COUNTED.filter(name => name === 'finished' || sweeps.some(({counts}) => counts[name] > 0));
  const right = (header: string) => ({header, align: 'right'}) as const;
  return textTable(
    [{header: 'sweep'}, right('runs'), ...shown.map(right), right('time left')],
    sweeps.map(({sweep, total, counts, secondsLeft}) => [
      sweep,
      String(total),
      ...shown.map(name => String(counts[name] || '')),
      secondsLeft === undefined ? '' : duration(secondsLeft)
    ])
  );
}

/** Everything about one sweep. */
export function statusText(status: SweepStatus): string {
  const parts = [facts(headOf(status)), runningTable(status), failedTable(status), commandLines(status)];
  return parts.filter(part => part !== '').join('\n\n');
}

function headOf(status: SweepStatus): readonly (readonly [string, string])[] {
  const {sweep, total, counts, unreadable, submitted, file, secondsLeft, secondsPerRun, tasks} = status;
  const each = COUNTED.filter(name => counts[name] > 0).map(name => `${counts[name]} ${name}`);
  const entries: (readonly [string, string | undefined])[] = [
    ['sweep', sweep],
    ['runs', `${total}: ${each.join(', ') || 'none'}`],
    ['unreadable', unreadable > 0 ? counted(unreadable, 'folder') : undefined],
    [
      'submitted',
      submitted && `${submitted.slice(0, 16).replace('T', ' ')} UTC${file === undefined ? '' : ` from ${file}`}`
    ],
    ['by', submitted === undefined ? undefined : launcherText(status.launcher)],
    [
      'tasks',
      tasks &&
        Object.entries(tasks)
          .map(([state, count]) => `${count} ${state}`)
          .join(', ')
    ],
    ['time left', secondsLeft === undefined ? undefined : `about ${duration(secondsLeft)}`],
    ['a run took', secondsPerRun === undefined ? undefined : duration(secondsPerRun)]
  ];
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function launcherText(launcher: SweepStatus['launcher']): string {
  if (launcher?.kind === 'slurm')
    return `Slurm, ${(launcher['jobs'] as readonly string[]).map(job => `job ${job}`).join(', ')}`;
  return `process ${String(launcher?.['pid'])} on ${String(launcher?.['host'])}`;
}

function runningTable({running}: SweepStatus): string {
  if (running.length === 0) return '';
  const rows = running.map(run => [run.id, stepText(run), duration(run.seconds), String(run.attempt), whereText(run)]);
  const right = (header: string) => ({header, align: 'right'}) as const;
  return textTable([{header: 'under way'}, {header: 'at'}, right('for'), right('attempt'), {header: 'where'}], rows);
}

function stepText({at, step, progress}: RunUnderWay): string {
  if (at !== 'prune') return STAGES[at];
  return step === undefined || progress === undefined ? 'pruning' : `pruning, step ${step}, ${percent(progress, 0)}`;
}

function whereText({host, pid, task}: RunUnderWay): string {
  return `${host}, ${task === undefined ? `process ${pid}` : `task ${task}`}`;
}

function failedTable({failed}: SweepStatus): string {
  if (failed.length === 0) return '';
  const rows = failed.map(({id, error}) => [id, error]);
  const hint = 'espalier logs RUN --stderr shows all that a run said of it.';
  const table = textTable([{header: 'failed'}, {header: 'error', prose: true}], shortened(rows, {all: false}));
  return `${table}\n${hint}`.replace('; --all lists them', '; espalier ls --status failed lists them');
}

function commandLines({commands: {resume, rerunFailed, cancel}}: SweepStatus): string {
  const lines: (readonly [string, string | undefined])[] = [
    ['go on', resume],
    ['do failed runs again', rerunFailed],
    ['stop', cancel]
  ];
  const given = lines.flatMap(([what, line]) => (line === undefined ? [] : [[what, line] as const]));
  return given.length === 0 ? '' : facts(given);
}
