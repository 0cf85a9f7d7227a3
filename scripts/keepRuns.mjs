// Keeps the records of a finished sweep under version control: `node scripts/keepRuns.mjs SWEEP` copies them from runs/ to
// reports/runs/. Weights, logs, checkpoints and stages of controls stay behind, and so do normalized scores, which follow
// from the raw ones, and what tells where a run was made; with --lean also what each step removed, and scores where there
// is no oracle to compare them with, which no finding asks for (how stable they are stays); with --ends the steps between the first and the last as well,
// for findings that show ends and milestones alone.
import {cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const RUN_FILES = ['config.yaml', 'metrics.jsonl', 'history.jsonl', 'result.json'];
const STAGE_FILES = [
  'stage.json',
  'metrics.json',
  'training.jsonl',
  'scores.json',
  'oracle.json',
  'costs.json',
  'inspection.json'
];
const META_KEYS = [
  'format',
  'id',
  'key',
  'sweep',
  'seed',
  'point',
  'status',
  'created',
  'engine',
  'inputs',
  'stages',
  'reference',
  'latencies'
];
// What milestones are compared with: their rows are in result.json.
const IS_CONTROL = /^(unpruned|scratch)-/;

const root = fileURLToPath(new URL('..', import.meta.url));
const onlyEnds = process.argv.includes('--ends');
const isLean = onlyEnds || process.argv.includes('--lean');
const [sweep] = process.argv.slice(2).filter(word => !word.startsWith('--'));
const from = join(root, 'runs');
const to = join(root, 'reports/runs');
if (!sweep || !existsSync(join(from, sweep))) {
  console.error(`Expected the name of a sweep in runs/, got ${sweep ?? 'none'}.`);
  process.exit(2);
}
rmSync(join(to, sweep), {recursive: true, force: true});
for (const run of readdirSync(join(from, sweep))) {
  const folder = join(from, sweep, run);
  if (!existsSync(join(folder, 'result.json'))) continue;
  copy(folder, join(to, sweep, run), isLean ? RUN_FILES.filter(name => name !== 'history.jsonl') : RUN_FILES);
  if (onlyEnds) keepEnds(join(to, sweep, run, 'metrics.jsonl'));
  const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
  const withoutScores = isLean && !meta.stages?.oracle;
  if (withoutScores && !tellsStability(meta.stages?.scores)) delete meta.stages?.scores;
  const kept = Object.fromEntries(META_KEYS.filter(key => key in meta).map(key => [key, meta[key]]));
  Object.assign(kept, timesOf(folder, meta));
  writeFileSync(join(to, sweep, run, 'meta.json'), `${JSON.stringify(kept, null, 2)}\n`);
  for (const stage of Object.values(meta.stages ?? {})) {
    if (IS_CONTROL.test(stage)) continue;
    copy(join(from, '.stages', stage), join(to, '.stages', stage), STAGE_FILES);
    shrink(join(to, '.stages', stage, 'scores.json'), {withoutScores});
    shrink(join(to, '.stages', stage, 'oracle.json'));
  }
}
dropUnused(join(to, '.stages'));

function copy(source, target, names) {
  mkdirSync(target, {recursive: true});
  for (const name of names) if (existsSync(join(source, name))) cpSync(join(source, name), join(target, name));
}

/** Mean time of an update, scoring between removals included, and the time of all updates and removals. */
function timesOf(folder, {finalFineTune}) {
  if (!existsSync(join(folder, 'timings.jsonl'))) return {};
  const [steps, rows] = ['timings.jsonl', 'metrics.jsonl'].map(name =>
    linesOf(join(folder, name)).map(line => JSON.parse(line))
  );
  const between = sumOf(steps, ({fineTune = 0}) => fineTune);
  const {updates} = rows.at(-1);
  if (!(updates > 0 && between > 0 && finalFineTune !== undefined)) return {};
  const tuning = between + finalFineTune;
  const all = tuning + sumOf(steps, ({removal = 0, check = 0}) => removal + check);
  return {updateMilliseconds: rounded((1000 * tuning) / updates), pruningSeconds: rounded(all)};
}

function sumOf(list, of) {
  return list.reduce((sum, one) => sum + of(one), 0);
}

function rounded(value) {
  return Number(value.toPrecision(4));
}

function linesOf(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/** Leaves the first and the last line. */
function keepEnds(file) {
  const lines = linesOf(file);
  const ends = lines.filter((_, i) => i === 0 || i === lines.length - 1);
  writeFileSync(file, `${ends.join('\n')}\n`);
}

function tellsStability(stage) {
  const file = join(from, '.stages', `${stage}`, 'scores.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).stability !== undefined;
}

/** Writes a document of long arrays without white space, and of each criterion's scores the raw ones, or none. */
function shrink(file, {withoutScores = false} = {}) {
  if (!existsSync(file)) return;
  const {criteria, ...document} = JSON.parse(readFileSync(file, 'utf8'));
  const kept = criteria && !withoutScores ? Object.entries(criteria) : [];
  const raw = criteria && Object.fromEntries(kept.map(([name, {raw}]) => [name, {raw}]));
  if (criteria && withoutScores) document.units = [];
  writeFileSync(file, `${JSON.stringify({...document, ...(raw && {criteria: raw})})}\n`);
}

/** Removes stages that no kept run names: those of runs that were kept before, with other settings. */
function dropUnused(stages) {
  const metas = readdirSync(to, {recursive: true}).filter(path => path.endsWith('meta.json'));
  const named = metas.flatMap(path => Object.values(JSON.parse(readFileSync(join(to, path), 'utf8')).stages ?? {}));
  for (const stage of readdirSync(stages))
    if (!named.includes(stage)) rmSync(join(stages, stage), {recursive: true, force: true});
}
