import {readFileSync, readdirSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {countFinished, startSweep} from './study.mjs';

/** Numbers in [0, 1) that are the same every time (a linear congruential generator is random enough to disturb). */
function random(seed) {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Sweeps and workers that work on a store; they are known by what they inherit from `startSweep`. */
export function processesOf(runs) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => pid !== process.pid && isAt(pid, runs));
}

function isAt(pid, runs) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`ESPALIER_TORTURE=${runs}`);
  } catch {
    // It has ended.
    return false;
  }
}

/** The process that started a process, unless that has ended. */
function parentOf(pid) {
  try {
    // Behind the name, which is in brackets and may hold anything: the state, then the parent.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  } catch {
    // It has ended.
    return undefined;
  }
}

/** A run whose process dies once more under the same sweep than this is to blame itself, and counts as failed. */
const MOST_DEATHS = 2;

/** Milliseconds between two kills are drawn up to a number in this range. */
const PACE = {least: 500, most: 6000};

/**
 * Keeps two sweeps of the same file going while it kills a process of theirs, parent or worker, at random moments: more
 * seldom where nothing gets done in between, so that kills also fall on a sweep that is half done. A sweep that has lost as
 * many workers as it forgives is killed itself next. Returns how many it killed, and whatever a sweep said that ended by
 * itself with an error.
 */
export async function disturb(file, runs, {kills, seed, least}) {
  const next = random(seed);
  const complaints = [];
  const parents = [];
  /** Workers of a sweep that were killed, by the pid of the sweep. */
  const deaths = new Map();
  let killed = 0;
  let over = false;
  let pace = PACE.least;
  const start = () => {
    const parent = startSweep(file, runs);
    parents.push(parent);
    void parent.closed.then(({code, signal, errors}) => {
      parents.splice(parents.indexOf(parent), 1);
      if (signal !== 'SIGKILL' && code !== 0) complaints.push(errors);
      over ||= signal !== 'SIGKILL' && code === 0;
    });
  };
  while (killed < kills && !over) {
    while (parents.length < 2) start();
    await sleep(pace * next());
    // Kills are to meet finished runs as well as cut off ones.
    const isAhead = countFinished(runs) > (least * killed) / kills;
    pace = Math.min(PACE.most, Math.max(PACE.least, pace * (isAhead ? 0.7 : 1.3)));
    const pids = processesOf(runs);
    const drawn = pids[Math.floor(next() * pids.length)];
    const sweep = parents.find(({child}) => child.pid === parentOf(drawn))?.child.pid;
    const lost = deaths.get(sweep) ?? 0;
    const victim = sweep !== undefined && lost >= MOST_DEATHS ? sweep : drawn;
    try {
      process.kill(victim, 'SIGKILL');
      killed++;
      if (victim !== sweep && sweep !== undefined) deaths.set(sweep, lost + 1);
    } catch {
      // It ended meanwhile.
    }
  }
  for (const {child} of parents) child.kill('SIGKILL');
  await Promise.all(parents.map(({closed}) => closed));
  return {killed, complaints};
}
