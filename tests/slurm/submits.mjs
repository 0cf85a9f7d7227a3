import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {espalier, isSame, metas} from './study.mjs';

/** Small sweeps that nothing happens to. */
export async function submits(place) {
  const {cwd} = place;
  const local = await espalier(['sweep', 'quick.yaml', '--runs', 'local', '-q'], place);
  const onSlurm = ['sweep', 'quick.yaml', '--launcher', 'slurm', '--runs', 'distant'];
  const submitted = await espalier([...onSlurm, '--json'], place);
  const {arrays} = JSON.parse(submitted.stdout);
  const again = await espalier([...onSlurm, '--json'], place);
  const waited = await espalier([...onSlurm, '--wait'], place);
  const runs = join(cwd, 'distant');
  const jobs = metas(runs, 'quick').map(({launcher}) => launcher.job);
  const over = await espalier(onSlurm, place);
  return [
    ['a sweep is submitted and left to Slurm', submitted.code === 0, submitted.stderr],
    ['as arrays of as many tasks as one may have', arrays.map(({tasks}) => tasks).join() === '3,1', submitted.stdout],
    ['what waits or runs is not submitted twice', JSON.parse(again.stdout).submitted.length === 0, again.stdout],
    ['waiting for it ends with 0', waited.code === 0, waited.stderr],
    ['and has the same bytes as without Slurm', local.code === 0 && isSame(runs, join(cwd, 'local'), 4), 'they differ'],
    ['runs name their tasks', jobs.length === 4 && jobs.every(job => /^\d+_[012]$/.test(job)), jobs.join()],
    [
      'a finished sweep submits nothing',
      over.code === 0 && over.stdout.startsWith('Submitted nothing; 4 runs finished'),
      over.stdout
    ],
    ...(await twoAtOnce(place)),
    ...(await severalInATask(place))
  ];
}

async function twoAtOnce(place) {
  const args = ['sweep', 'quick.yaml', '--launcher', 'slurm', '--runs', 'both', '--json'];
  const both = await Promise.all([espalier(args, place), espalier(args, place)]);
  const [one, other] = both.map(({stdout}) => JSON.parse(stdout).submitted.length);
  return [
    ['two submissions at once submit each run once', one + other === 4 && one * other === 0, `${one} and ${other}`]
  ];
}

/** Fake devices, one a task: what tasks were given is in their logs. They wait, so that both are there at once. */
async function severalInATask(place) {
  const options = [
    '--runs-per-task',
    '2',
    '--wait',
    '--json',
    'slurm.setup=["echo GPU $CUDA_VISIBLE_DEVICES", "sleep 6"]'
  ];
  const gpus = place.cluster.gpus ? ['--gres', 'gpu:1'] : [];
  const runs = ['--runs', 'grouped'];
  const ended = await espalier(['sweep', 'quick.yaml', '--launcher', 'slurm', ...options, ...gpus, ...runs], place);
  const parent = join(place.cwd, 'grouped/.sweeps/quick');
  const [submission] = readdirSync(parent);
  const folder = join(parent, submission, 'slurm/1');
  const logs = readdirSync(folder)
    .filter(name => name.endsWith('.log'))
    .map(name => readFileSync(join(folder, name), 'utf8'));
  const given = logs.flatMap(text => /GPU (\d)/.exec(text)?.[1] ?? []);
  const done = metas(join(place.cwd, 'grouped'), 'quick').filter(({status}) => status === 'finished');
  const checks = [['two tasks do four runs', ended.code === 0 && logs.length === 2 && done.length === 4, ended.stderr]];
  if (gpus.length > 0) checks.push(['with a GPU each', given.toSorted().join() === '0,1', logs.join('\n')]);
  return checks;
}
