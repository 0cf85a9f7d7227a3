import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {startNvmlMeter} from './nvml.mjs';

/** What a record names where nothing was read. */
const ESTIMATE = {source: 'estimate', note: 'by arithmetic and weights alone, see bench/harness/energy.mjs'};

/**
 * What reads the energy of each side, by its name: NVML where a GPU does the work (`hello.device`), else RAPL; none where
 * that cannot be read, never the one for the other. `sources` says the same for records. `stop` ends what was started.
 */
export async function startMeters(sides, {folder} = {}) {
  const rapl = raplMeter(folder);
  const onGpu = side => side.hello.device === 'gpu';
  const nvml = sides.some(onGpu) ? await startNvmlMeter() : undefined;
  const found = sides.map(side => [side, onGpu(side) ? nvml : (rapl ?? {missing: 'RAPL cannot be read'})]);
  return {
    of: side => found.find(([one, {missing}]) => one === side && !missing)?.[1],
    sources: Object.fromEntries(found.map(([{name}, meter]) => [name, sourceOf(meter)])),
    stop: () => nvml?.stop?.()
  };
}

function sourceOf({missing, source, note}) {
  return missing ? {...ESTIMATE, reason: missing} : {source, note};
}

/** What a measured row names: its meter, or that there is but the estimate. */
export const sourceName = (meter, energy) => (energy === undefined ? ESTIMATE.source : meter.source);

/**
 * What the processor's energy counters (RAPL) say, where they may be read: `read` gives microjoules of all sockets since
 * some moment, which run over at `range`. Undefined elsewhere, in virtual machines above all.
 */
export function raplMeter(folder = '/sys/class/powercap') {
  const sockets = namesIn(folder).filter(name => /^intel-rapl:\d+$/.test(name));
  const number = (name, file) => Number(readFileSync(join(folder, name, file), 'utf8'));
  try {
    const ranges = sockets.map(name => number(name, 'max_energy_range_uj'));
    const read = () => sockets.map(name => number(name, 'energy_uj'));
    if (read().length === 0) return undefined;
    return {
      source: 'RAPL',
      note: 'counters of all sockets',
      read,
      between: (before, after) =>
        after.reduce((sum, value, i) => sum + value - before[i] + (value < before[i] ? ranges[i] : 0), 0)
    };
  } catch {
    return undefined;
  }
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * What a pass costs at least, in microjoules, by arithmetic and weights alone; an estimate, never a measurement. Energies of
 * a 45 nm chip by Horowitz (Computing's energy problem, ISSCC 2014): 3.7 pJ a float32 multiplication, 0.9 pJ an addition;
 * 0.2 pJ and 0.1 pJ for 8-bit products that are summed up in 32 bits; 640 pJ for 32 bits from DRAM. Each weight is assumed to
 * come from there once a pass, activations to stay on the chip, and nothing else to cost anything. One digit, since it has
 * no more.
 */
export function estimateEnergy({flops, parameters, bits}) {
  const product = bits === 8 ? 0.3 : 4.6;
  const picojoules = (flops / 2) * product + (parameters * bits * 640) / 32;
  return Number((picojoules / 1e6).toPrecision(1));
}
