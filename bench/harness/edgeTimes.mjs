import {isRunBy, takesBatch} from './edgeTargets.mjs';
import {median} from './statistics.mjs';
import {takeTurns} from './turns.mjs';

/** A sample is the mean of as many passes as take so long, but of no more than `MOST`. */
const LEAST_SECONDS = 0.02;
const MOST = 40;

/** What workers know a row's model by. */
export const keyOf = ({pruned, form}) => `${form}, ${pruned}`;

/**
 * Times of the models of `rows` at one batch size, a row for each target that runs it. Targets take turns; in a turn all
 * models of a target follow each other, so that their ratios are of one moment.
 */
export async function timeModels(rows, {sides, batch, meter, rounds}) {
  const timing = sides.filter(side => takesBatch(side, batch));
  const own = side => rows.filter(({form}) => isRunBy(side, form));
  const counts = new Map();
  for (const side of timing) {
    for (const row of own(side)) counts.set(`${side.name}: ${keyOf(row)}`, await passesIn(side, keyOf(row), batch));
  }
  const turns = await takeTurns(timing, rounds, async side => {
    const turn = {};
    // Whoever comes first in a turn would pay for waking up.
    await warmUp(side, {batch, rows: own(side), counts});
    for (const row of own(side)) {
      const name = keyOf(row);
      turn[name] = await sample(side, {name, batch, inner: counts.get(`${side.name}: ${name}`)}, meter);
    }
    return turn;
  });
  return timing.flatMap((side, i) =>
    own(side).map(row => ({...row, target: side.name, batch, ...describe(row, turns[i])}))
  );
}

/** How many passes make a sample, by one pass behind two that do not count. */
async function passesIn(side, name, batch) {
  await side.ask('pass', {name, batch, inner: 2});
  const seconds = await side.ask('pass', {name, batch, inner: 1});
  return Math.min(MOST, Math.max(1, Math.ceil(LEAST_SECONDS / seconds)));
}

/** One sample that does not count. */
function warmUp(side, {batch, rows: [row], counts}) {
  return side.ask('pass', {name: keyOf(row), batch, inner: counts.get(`${side.name}: ${keyOf(row)}`)});
}

async function sample(side, pass, meter) {
  const before = meter?.read();
  const seconds = await side.ask('pass', pass);
  return {seconds, energy: meter && meter.between(before, meter.read()) / pass.inner};
}

function describe(row, turns) {
  const own = turns.map(turn => turn[keyOf(row)]);
  const whole = turns.map(turn => turn[keyOf({...row, pruned: 'no'})]);
  const timeLeft = median(own.map(({seconds}, i) => seconds / whole[i].seconds));
  const times = own.map(({seconds}) => 1000 * seconds);
  return {
    milliseconds: median(times),
    timeLeft,
    ...(row.pruned !== 'no' && {worth: row.flopsLeft / timeLeft}),
    ...(own[0].energy !== undefined && {measuredEnergy: median(own.map(({energy}) => energy))}),
    samples: times.map(time => Number(time.toPrecision(4)))
  };
}
