// A training step of a small convolutional network on each engine that the machine has, by turns.
import {startContender} from '../harness/contender.mjs';
import {digits, markdownTable, withInterval} from '../harness/markdown.mjs';
import {workerPath} from '../harness/sides.mjs';
import {describe, ratios} from '../harness/statistics.mjs';
import {takeTurns} from '../harness/turns.mjs';

const ENGINES = ['native', 'wasm', 'js'];

export async function run({quick, threads, log}) {
  const sides = [];
  try {
    for (const engine of ENGINES) {
      const env = {ESPALIER_ENGINE: engine};
      const args = [workerPath('espalier/engines.mjs'), String(threads)];
      const side = await startContender(engine, process.execPath, args, {env}).catch(() => undefined);
      if (side) sides.push(side);
      else log(`skipped: ${engine} (not on this machine)`);
    }
    await takeTurns(sides, 2, side => side.ask('step'));
    const seconds = await takeTurns(sides, quick ? 2 : 7, side => side.ask('step'));
    const engines = sides.map(({name, hello}, i) => ({
      ...{name, version: hello.version, seconds: describe(seconds[i])},
      ratio: describe(ratios(seconds[i], seconds[0]))
    }));
    return {engines};
  } finally {
    for (const side of sides) side.stop();
  }
}

export function table({engines}) {
  const show = value => (value < 10 ? digits(1) : digits(0))(value);
  return markdownTable(
    ['engine', '>step, relative to the first (95 % interval)'],
    engines.map(({version, ratio}) => [version, withInterval(ratio, show)])
  );
}
