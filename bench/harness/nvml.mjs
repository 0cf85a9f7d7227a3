import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';

const EVERY_MS = 50;
/** How long a driver may take to tell its first power, and one behind the time that is asked for. */
const PATIENCE = {first: 5000, next: 1000};

/**
 * Energy of an NVIDIA GPU: the power that NVML tells `nvidia-smi` again and again, integrated over time; the processor
 * beside it does not count. Resolves to `{missing}` with the reason where it cannot be read. `stop` ends it.
 */
export async function startNvmlMeter({index = visibleDevice()} = {}) {
  const query = ['--query-gpu=power.draw', '--format=csv,noheader,nounits', '-lms', String(EVERY_MS)];
  const child = spawn('nvidia-smi', ['-i', index, ...query], {stdio: ['ignore', 'pipe', 'ignore']});
  /** `{at}` in seconds and `{watts}`, oldest first. */
  let samples = [];
  let trouble;
  child.once('error', ({message}) => (trouble ??= message));
  child.once('close', code => (trouble ??= `nvidia-smi ended with exit code ${code}`));
  createInterface({input: child.stdout}).on('line', line => {
    const watts = Number(line.trim() || NaN);
    if (Number.isNaN(watts)) trouble ??= `nvidia-smi tells no power: ${line.trim()}`;
    else samples.push({at: now(), watts});
  });
  const stop = () => void child.kill();
  await until(() => samples.length > 0 || trouble, PATIENCE.first);
  if (samples.length === 0 || trouble) {
    stop();
    return {missing: trouble ?? 'nvidia-smi tells no power'};
  }
  return {
    source: 'nvml',
    note: `power of NVIDIA device ${index} by nvidia-smi, every ${EVERY_MS} ms, integrated; drivers average it over up to 1 s`,
    // Shorter than that, power would be that of what was before.
    leastSeconds: 1,
    read: now,
    between: async (before, after) => {
      await until(() => samples.at(-1).at >= after || trouble, PATIENCE.next);
      if (trouble || samples.at(-1).at < after) return undefined;
      const energy = 1e6 * integrate(samples, before, after);
      samples = samples.slice(Math.max(0, samples.findIndex(({at}) => at >= after) - 1));
      return energy;
    },
    stop
  };
}

/** Joules from `before` to `after`: straight lines between samples, level in front of the first and behind the last. */
export function integrate(samples, before, after) {
  const inside = samples.filter(({at}) => at > before && at < after);
  const points = [
    {at: before, watts: powerAt(samples, before)},
    ...inside,
    {at: after, watts: powerAt(samples, after)}
  ];
  return points
    .slice(1)
    .reduce((sum, {at, watts}, i) => sum + ((at - points[i].at) * (watts + points[i].watts)) / 2, 0);
}

function powerAt(samples, time) {
  const next = samples.findIndex(({at}) => at >= time);
  if (next === -1) return samples.at(-1).watts;
  if (next === 0) return samples[0].watts;
  const [a, b] = [samples[next - 1], samples[next]];
  return a.watts + ((b.watts - a.watts) * (time - a.at)) / (b.at - a.at);
}

/** The first device that CUDA may use, by number or by its own name, in the order of the bus, which is NVML's. */
function visibleDevice() {
  return process.env.CUDA_VISIBLE_DEVICES?.split(',')[0].trim() || '0';
}

const now = () => performance.now() / 1000;

async function until(isSo, patience) {
  const end = performance.now() + patience;
  while (!isSo() && performance.now() < end) await setTimeout(5);
}
