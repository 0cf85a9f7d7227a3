import type {MetricsRow} from '../../run/runResult.ts';
import {leaves} from '../../run/flatten.ts';
import type {Meta, Status} from '../../runs/meta.ts';
import {quote} from '../../text/quote.ts';
import type {ExportedRun} from '../exportedRun.ts';
import {mlflowNames, paramValue, tagValue} from './limits.ts';
import type {Dataset, Entry, MetricPoint, MlflowStatus} from './mlflowApi.ts';

/** What MLflow shall have of a run, or of a sweep. */
export interface TrackedRun {
  /** Tells it from the other runs of its sweep. */
  readonly key: string;
  readonly name: string;
  readonly status: MlflowStatus;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Only where it has ended. */
  readonly ended?: number;
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
  /** Markdown that MLflow's page shows; whoever reads it there may change it. */
  readonly note: string;
  readonly metrics: readonly MetricPoint[];
  readonly dataset?: Dataset;
}

const STATUS: Readonly<Record<Status, MlflowStatus>> = {
  queued: 'SCHEDULED',
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  cancelled: 'KILLED',
  interrupted: 'KILLED'
};

/** Turns the records of a run into what MLflow takes. `times` has the milliseconds of each row. */
export function describeRun(run: ExportedRun, rows: readonly MetricsRow[], times: readonly number[]): TrackedRun {
  const {id, status, meta} = run;
  return {
    key: meta.key,
    name: id,
    status: STATUS[status],
    started: Date.parse(meta.created),
    ended: hasEnded(status) ? endOf(run) : undefined,
    params: paramsOf(run),
    tags: tagsOf(run),
    note: noteOf(run),
    metrics: [...rows.flatMap((row, i) => pointsOf(row, times[i]!)), ...milestonePoints(run)],
    dataset: datasetOf(run)
  };
}

export function hasEnded(status: Status): boolean {
  return status !== 'running' && status !== 'queued';
}

type Ending = Partial<Pick<Meta, 'attempts' | 'heartbeat'>> & Pick<Meta, 'created'>;

/** Milliseconds since 1970. */
export function endOf({meta: {attempts, heartbeat, created}}: {readonly meta: Ending}): number {
  return Date.parse(attempts?.at(-1)?.ended ?? heartbeat ?? created);
}

function paramsOf({settings, meta}: ExportedRun): Entry[] {
  const values = new Map([...leaves(settings), ['seed', meta.seed]]);
  const names = mlflowNames(values.keys());
  return [...values].map(([key, value]) => ({key: names.get(key)!, value: paramValue(textOf(value))}));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function tagsOf({sweep, id, status, meta}: ExportedRun): Entry[] {
  const {engine, host, node, espalier, git, launcher, attempts, argv} = meta;
  const error = attempts?.at(-1)?.error;
  return present({
    'espalier.sweep': sweep,
    'espalier.run': id,
    'espalier.status': status,
    'espalier.error': error,
    'espalier.attempts': attempts && String(attempts.length),
    'espalier.engine': `${engine.name} ${engine.version}, ${engine.device}, ${engine.threads} threads`,
    'espalier.host': host && `${host.name}, ${host.cpu}, ${host.cores} cores`,
    'espalier.version': espalier,
    'espalier.node': node,
    'espalier.uncommitted': git && String(git.dirty),
    'mlflow.source.git.commit': git?.commit,
    'mlflow.source.type': launcher && (launcher.kind === 'local' ? 'LOCAL' : 'JOB'),
    'mlflow.source.name': argv && commandOf(argv)
  });
}

/** The command that a process was started with, as one would type it. */
export function commandOf(argv: readonly string[]): string {
  return ['espalier', ...argv.slice(2).map(quote)].join(' ');
}

export function present(tags: Readonly<Record<string, string | undefined>>): Entry[] {
  return Object.entries(tags).flatMap(([key, value]) => (value ? [{key, value: tagValue(value)}] : []));
}

function noteOf({sweep, id, meta: {command}}: ExportedRun): string {
  return `Run \`${sweep}/${id}\` of Espalier.${onceMore(command)}`;
}

/** Markdown for the command that does something again. */
export function onceMore(command: string | undefined): string {
  return command === undefined ? '' : `\n\nOnce more:\n\n\`\`\`\n${command}\n\`\`\``;
}

function pointsOf({step, unitsLeft, ...rest}: MetricsRow, timestamp: number): MetricPoint[] {
  const left = Object.entries(unitsLeft).map(([group, units]) => [`unitsLeft.${group}`, units] as const);
  const values = [...Object.entries(rest), ...left];
  const names = mlflowNames(values.map(([key]) => key));
  return values.flatMap(([key, value]) =>
    // There is no point where there is no number.
    value === null ? [] : [{key: names.get(key)!, value: numeral(value), timestamp, step}]
  );
}

/** Milestones by the step that they are behind: `milestone.testAccuracy`. */
function milestonePoints(run: ExportedRun): MetricPoint[] {
  return (run.result?.milestones ?? []).flatMap(({target: _target, step, ...row}) =>
    [...leaves(row, 'milestone')]
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ({
        ...{key: mlflowNames([key]).get(key)!, value: numeral(value as number | string)},
        ...{timestamp: endOf(run), step}
      }))
  );
}

function numeral(value: number | string): number | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** Digests of MLflow's data sets have at most 36 characters. */
function datasetOf({meta}: ExportedRun): Dataset | undefined {
  const {digests, settings} = meta.inputs;
  const {name, train, test} = settings.dataset;
  const rows = train === undefined ? undefined : JSON.stringify({train, test});
  return {
    name: name || 'files',
    digest: digests.data.slice(0, 32),
    source_type: 'espalier',
    source: JSON.stringify({name: name || 'files', sha256: digests.data}),
    ...(rows !== undefined && {profile: rows})
  };
}
