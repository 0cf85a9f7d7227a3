import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {espalier} from './study.mjs';

/** What cannot be submitted: one clear message, exit code 3, and nothing written. */
export async function refuses(place) {
  const {cluster} = place;
  const onSlurm = (...options) =>
    espalier(['sweep', 'quick.yaml', '--launcher', 'slurm', '--runs', 'none', ...options], place);
  const partition = await onSlurm('--partition', 'nope');
  const impossible = await onSlurm('--cpus-per-task', '400');
  const nowhere = await espalier(['sweep', 'quick.yaml', '--launcher', 'slurm', '--runs', 'none'], {
    ...place,
    env: {PATH: '/nonexistent'}
  });
  await cluster.stopController();
  const dead = await onSlurm();
  await cluster.startController();
  const sweeps = join(place.cwd, 'none/.sweeps');
  const traces = existsSync(sweeps) ? readdirSync(sweeps) : [];
  return [
    refusal(
      'a partition that is not there',
      partition,
      /^espalier: Expected a partition of this cluster \(low, high\), got "invalid partition specified: nope"\. Name one with --partition\.$/
    ),
    refusal(
      'what no node can do',
      impossible,
      /got "Requested node configuration is not available"\. Ask for less with/
    ),
    refusal(
      'a machine without Slurm',
      nowhere,
      /^espalier: Expected the command sbatch of Slurm, got none on the PATH/
    ),
    refusal(
      'a controller that is dead',
      dead,
      /^espalier: Expected an answer of Slurm's controller, got "Unable to contact slurm controller/
    ),
    ['and none of them leaves a trace', traces.length === 0, traces.join()]
  ];
}

function refusal(what, {code, stderr}, message) {
  const lines = stderr.trim().split('\n');
  return [`${what} is refused`, code === 3 && lines.length === 1 && message.test(lines[0]), `${code}: ${stderr}`];
}
