import {mkdtemp, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {readLines} from '../runs/lines.ts';
import {source, startScript} from '../testing/startScript.ts';
import {listRuns} from './listRuns.ts';
import {runSweep, type SweepOptions} from './runSweep.ts';

const study = `# tiny
dataset: {name: digits, train: 40, test: 10, validation: 20}
model: {zoo: lenet}
prune: {criterion: weight, unitsPerStep: all, updates: 0, until: {units: 0.9}}
sweep:
  train.lr: [0.1, 0.001, 0.01, 1.0e+30]
  halving: {key: train.epochs, values: [1, 2], eta: 2}
`;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  file = join(folder, 'tiny.yaml');
  await writeFile(file, study);
});

const sweep = (runs: string, options: SweepOptions = {}) => runSweep(file, {runs: join(folder, runs), ...options});

/** The one `rungs.jsonl` of a store. */
async function rungLog(runs: string): Promise<string> {
  const root = join(folder, runs, '.sweeps', 'tiny');
  const found = (await readdir(root, {recursive: true})).filter(name => name.endsWith('rungs.jsonl'));
  expect(found).toHaveLength(1);
  return join(root, found[0]!);
}

describe('a sweep with successive halving', () => {
  it('tells beforehand what may come, and starts nothing by it', async () => {
    const {plan} = await sweep('whole', {dryRun: true});
    expect(plan.map(({state, reason}) => [state, reason])).toEqual([
      ...Array.from({length: 4}, () => ['to run', 'never run']),
      ...Array.from({length: 4}, () => ['to run', 'if promoted'])
    ]);
    expect(await readdir(join(folder, 'whole'))).toEqual(['.stages']);
  });

  it('does the first rung and the best half of the second, counting what fails as worst', async () => {
    const {plan, finished, failed, remaining} = await sweep('whole');
    expect(finished.map(({config}) => config.settings.train.epochs)).toEqual([1, 1, 1, 2, 2]);
    expect(failed.map(({run}) => run.config.settings.train.lr)).toEqual([1e30]);
    expect(remaining).toEqual([]);
    const left = plan.filter(({state}) => state === 'not promoted').map(({reason}) => reason);
    expect(left).toEqual(['not promoted: place 3 of 4 at train.epochs=1', 'not promoted: failed at train.epochs=1']);
    const records = (await readLines(await rungLog('whole'))) as {
      readonly keys: string[];
      readonly promoted: boolean;
    }[];
    expect(records).toHaveLength(6);
    expect(records.filter(({promoted}) => promoted)).toHaveLength(2);
    const keys = [...finished, ...failed.map(({run}) => run)].map(({key}) => key);
    expect(records.flatMap(record => record.keys).toSorted()).toEqual(keys.toSorted());
  });

  it('starts nothing when it is over', async () => {
    const kinds: string[] = [];
    const {plan} = await sweep('whole', {onEvent: ({kind}) => kinds.push(kind)});
    expect(kinds).toEqual(['planned']);
    expect(plan.filter(({state}) => state === 'to run')).toEqual([]);
  });

  it('goes on where it was stopped, to the same runs and the same record', async () => {
    const controller = new AbortController();
    let ended = 0;
    const onEvent: SweepOptions['onEvent'] = ({kind}) => {
      if (kind === 'ended' && ++ended === 5) controller.abort();
    };
    const stopped = await sweep('stopped', {signal: controller.signal, onEvent});
    expect(stopped.remaining.length).toBeGreaterThan(0);
    await sweep('stopped');
    const logs = await Promise.all(['whole', 'stopped'].map(async runs => readFile(await rungLog(runs), 'utf8')));
    expect(logs[1]).toBe(logs[0]);
    const runs = await Promise.all(['whole', 'stopped'].map(name => readdir(join(folder, name, 'tiny'))));
    expect(runs[1]).toEqual(runs[0]);
  });

  it.each([[[]], [['sweep.halving.mode=asynchronous']]])(
    'is shared by two processes, none of which repeats a run of the other (%j)',
    async overrides => {
      const runs = `shared${overrides.length}`;
      const script = `
        import {runSweep} from '${source('run/runSweep.ts')}';
        const {exitCode} = await runSweep(${JSON.stringify(file)}, {
          runs: ${JSON.stringify(join(folder, runs))}, overrides: ${JSON.stringify(overrides)}
        });
        process.exitCode = exitCode;`;
      const codes = await Promise.all([startScript(script), startScript(script)]);
      expect(codes.map(({exitCode}) => exitCode)).toEqual([1, 1]);
      const listed = await listRuns((await sweep(runs, {dryRun: true, overrides})).store);
      const finished = listed.filter(({status}) => status === 'finished');
      expect(finished.map(({meta}) => meta.attempts.length)).toEqual(finished.map(() => 1));
      const log = await readFile(await rungLog(runs), 'utf8');
      if (overrides.length === 0) expect(log).toBe(await readFile(await rungLog('whole'), 'utf8'));
      else expect(log).toContain('"train.epochs":2');
    }
  );
});
