import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {attempts, espalier, isSame, metas, startEspalier, until, untilCheckpoints} from './study.mjs';

const REFERENCE = 'reference';
const SWEEP = ['sweep', 'slow.yaml', '--launcher', 'slurm'];

/** A task that is out of time keeps what it has and goes on in a requeued one. */
export async function meetsTimeLimit(place) {
  const {runs, env, same} = prepared(place, 'limited', 1400, 1);
  const limit = ['--time', '1', 'slurm.signalSeconds=55', '--seeds', '0'];
  const waited = await espalier([...SWEEP, ...limit, '--runs', 'limited', '--wait'], {...place, env});
  const [meta] = metas(runs, 'slow');
  const first = meta?.attempts[0]?.status;
  return [
    ['a run longer than its time limit finishes', waited.code === 0, waited.stderr],
    ['in more than one attempt', first === 'interrupted' && meta.attempts.length > 1, JSON.stringify(meta?.attempts)],
    ['to the same bytes', same(), 'they differ']
  ];
}

/** Tasks are requeued by hand, lose their controller for a while, and are preempted. */
export async function goesOn(place) {
  const {cluster} = place;
  const {runs, env, same} = prepared(place, 'moved', 800, 2);
  const waiting = startEspalier([...SWEEP, '--runs', 'moved', '--wait'], {...place, env});
  await untilCheckpoints(runs, 'slow', 2);
  const [{launcher}] = metas(runs, 'slow');
  await cluster.command('scontrol', 'requeue', launcher.job);
  await until(() => attempts(runs, 'slow').includes(2), 'a second attempt after a requeue');
  await cluster.stopController();
  await sleep(3000);
  await cluster.startController();
  await untilCheckpoints(runs, 'slow', 1, 2);
  const before = attempts(runs, 'slow');
  await cluster.command('srun', '--partition=high', '--ntasks=1', '--cpus-per-task=4', 'sleep', '1');
  const waited = await waiting.ended;
  const after = attempts(runs, 'slow');
  return [
    ['tasks that are requeued, preempted and out of sight finish', waited.code === 0, waited.stderr],
    ['requeued ones go on in a second attempt', before.toSorted().join() === '1,2', before.join()],
    ['preempted ones in one more', after.toSorted().join() === '2,3', after.join()],
    [
      'while nothing is known of them, they do not count as ended',
      /running|queued/.test(waited.stderr) && !/forgotten/.test(waited.stderr),
      waited.stderr
    ],
    ['to the same bytes', same(), 'they differ']
  ];
}

/** A sweep that is cancelled, and resumed. */
export async function cancels(place) {
  const {cluster} = place;
  const {runs, env, same} = prepared(place, 'cancelled', 2000, 2);
  await espalier([...SWEEP, '--runs', 'cancelled'], {...place, env});
  await untilCheckpoints(runs, 'slow', 2);
  const cancelled = await espalier(['cancel', 'slow', '--runs', 'cancelled'], place);
  const jobs = metas(runs, 'slow').map(({launcher}) => `${launcher.job} CANCELLED`);
  const areCancelled = async () => {
    const text = await queue(cluster);
    return jobs.every(job => text.includes(job));
  };
  await until(areCancelled, 'the end of cancelled tasks');
  const statuses = metas(runs, 'slow').map(({status}) => status);
  const again = await espalier(['resume', 'slow', '--runs', 'cancelled', '--wait'], place);
  const launchers = metas(runs, 'slow').map(({launcher}) => launcher.kind);
  return [
    ['cancel ends the tasks', cancelled.code === 0 && cancelled.stdout.includes('Cancelled 2 tasks'), cancelled.stderr],
    ['whose runs are cancelled', statuses.join() === 'cancelled,cancelled', statuses.join()],
    ['until resume goes on, with Slurm again', again.code === 0 && launchers.join() === 'slurm,slurm', again.stderr],
    ['to the same bytes', same(), 'they differ']
  ];
}

/** A task that may not be requeued leaves its run to the next sweep. */
export async function staysAway(place) {
  const {cluster} = place;
  const {runs, env, same} = prepared(place, 'left', 2000, 1);
  const args = [...SWEEP, '--seeds', '0', '--runs', 'left', '--max-timeouts', '0', '--wait'];
  const waiting = startEspalier(args, {...place, env});
  await untilCheckpoints(runs, 'slow', 1);
  const [{launcher}] = metas(runs, 'slow');
  await cluster.command('scancel', '--signal=USR2', '--batch', launcher.job);
  const waited = await waiting.ended;
  const resumed = await espalier(args, place);
  return [
    ['a task out of requeues ends the waiting with 1', waited.code === 1, waited.stderr],
    [
      'and is told of with its log and what to do',
      /cut off in attempt 1; task \d+_0 failed .*\.log ends: .*left\n.*Go on with: espalier sweep/s.test(waited.stderr),
      waited.stderr
    ],
    ['sweeping again goes on', resumed.code === 0 && attempts(runs, 'slow').join() === '2', resumed.stderr],
    ['to the same bytes', same(), 'they differ']
  ];
}

/** Makes the same runs without Slurm or pauses, for all to be compared with. */
export async function makeReference(place) {
  const {code, stderr} = await espalier(['sweep', 'slow.yaml', '--runs', REFERENCE, '-q'], place);
  if (code !== 0) throw new Error(stderr);
}

/** Folder and pauses of a case; `same` tells whether all its runs are those of the reference. */
function prepared(place, name, milliseconds, count) {
  const runs = join(place.cwd, name);
  const same = () => isSame(runs, join(place.cwd, REFERENCE), count);
  return {runs, env: {...place.env, SLOW: String(milliseconds)}, same};
}

function queue(cluster) {
  return cluster.command('squeue', '--noheader', '--array', '--states=all', '--format=%i %T');
}
