import {isRunBy, takesBatch} from './edgeTargets.mjs';
import {sourceName} from './energy.mjs';
import {median} from './statistics.mjs';
import {takeTurns} from './turns.mjs';

/** A sample is the mean of as many passes as take so long, but of no more than `MOST`; longer where a meter asks for it. */
const LEAST_SECONDS = 0.02;
const MOST = 40;

/** What workers know a row's model by. */
export const keyOf = ({pruned, form}) => `${form}, ${pruned}`;

/**
 * Times of the models of `rows` at one batch size, a row for each target that runs it. Targets take turns; in a turn all
 * models of a target follow each other, so that their ratios are of one moment. `meters` has what reads
 * the energy of each.
 */
export async function timeModels(rows, {sides, batch, meters, rounds}) {
  const timing = sides.filter(side => takesBatch(side, batch));
  const own = side => rows.filter(({form}) => isRunBy(side, form));
  const counts = new Map();
  for (const side of timing) {
    for (const row of own(side)) {
      const count = await passesIn(side, {name: keyOf(row), batch}, meters.of(side));
      counts.set(`${side.name}: ${keyOf(row)}`, count);
    }
  }
  const turns = await takeTurns(timing, rounds, async side => {
    const turn = {};
    // Whoever comes first in a turn would pay for waking up.
    await warmUp(side, {batch, rows: own(side), counts});
    for (const row of own(side)) {
      const name = keyOf(row);
      turn[name] = await sample(side, {name, batch, inner: counts.get(`${side.name}: ${name}`)}, meters.of(side));
    }
    return turn;
  });
  return timing.flatMap((side, i) =>
    own(side).map(row => ({...row, target: side.name, batch, ...describe(row, turns[i], meters.of(side))}))
  );
}

/** How many passes make a sample, by one pass behind two that do not count. */
async function passesIn(side, {name, batch}, meter) {
  await side.ask('pass', {name, batch, inner: 2});
  const seconds = await side.ask('pass', {name, batch, inner: 1});
  if (meter?.leastSeconds) return Math.ceil(meter.leastSeconds / seconds);
  return Math.min(MOST, Math.max(1, Math.ceil(LEAST_SECONDS / seconds)));
}

/** One sample that does not count. */
function warmUp(side, {batch, rows: [row], counts}) {
  return side.ask('pass', {name: keyOf(row), batch, inner: counts.get(`${side.name}: ${keyOf(row)}`)});
}

async function sample(side, pass, meter) {
  const before = meter?.read();
  const seconds = await side.ask('pass', pass);
  const energy = await meter?.between(before, meter.read());
  return {seconds, ...(energy !== undefined && {energy: energy / pass.inner})};
}

function describe(row, turns, meter) {
  const own = turns.map(turn => turn[keyOf(row)]);
  const whole = turns.map(turn => turn[keyOf({...row, pruned: 'no'})]);
  const timeLeft = median(own.map(({seconds}, i) => seconds / whole[i].seconds));
  const times = own.map(({seconds}) => 1000 * seconds);
  const measuredEnergy = own.some(({energy}) => energy === undefined)
    ? undefined
    : median(own.map(({energy}) => energy));
  return {
    milliseconds: median(times),
    timeLeft,
    ...(row.pruned !== 'no' && {worth: row.flopsLeft / timeLeft}),
    ...(measuredEnergy !== undefined && {measuredEnergy}),
    energySource: sourceName(meter, measuredEnergy),
    samples: times.map(time => Number(time.toPrecision(4)))
  };
}
