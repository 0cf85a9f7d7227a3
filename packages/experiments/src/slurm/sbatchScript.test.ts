import {execFileSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {slurmSchema} from './options.ts';
import {sbatchOptions, sbatchScript} from './sbatchScript.ts';

const plain = {name: 'espalier-demo-0123-1', folder: '/runs/demo', tasks: 3, worker: ['node', 'x.js'], threads: 2};

describe('a batch script', () => {
  it('is one array whose tasks become the worker', () => {
    const options = slurmSchema.parse({
      ...{partition: 'gpu', time: '1:00:00', memory: '4G', gres: 'gpu:1', maxParallel: 8},
      ...{setup: ['module load cuda'], extra: ['--nice=100', '--exclusive']}
    });
    expect(sbatchScript({...plain, options})).toBe(`#!/bin/bash
#SBATCH --job-name=espalier-demo-0123-1
#SBATCH --array=0-2%8
#SBATCH --output=/runs/demo/%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:USR2@120
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --partition=gpu
#SBATCH --time=1:00:00
#SBATCH --mem=4G
#SBATCH --gres=gpu:1
#SBATCH --nice=100
#SBATCH --exclusive

# Comes before the worker does: then there is nothing to keep.
trap '' USR2
export ESPALIER_THREADS=2
export ESPALIER_SLURM_ARRAY=/runs/demo
module load cuda
runs=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" /runs/demo/tasks)
exec node x.js --index "$runs"
`);
  });

  it('hands on what its task is to do, whatever is in paths', () => {
    const folder = mkdtempSync(join(tmpdir(), `it's a "folder" $HOME 100% \\ `));
    writeFileSync(join(folder, 'tasks'), '0,1\n4,7\n');
    const worker = ['printf', '%s|', 'a b', "it's", '$HOME'];
    const script = sbatchScript({...plain, folder, worker, options: slurmSchema.parse({})});
    const env = {...process.env, SLURM_ARRAY_TASK_ID: '1'};
    expect(execFileSync('bash', {input: script, env, encoding: 'utf8'})).toBe("a b|it's|$HOME|--index|4,7|");
    expect(script).toContain(`#SBATCH --output="${folder.replaceAll('%', '%%').replace(/["\\]/g, '\\$&')}/%A_%a.log"`);
  });

  it('asks for as many cores as there are threads unless told otherwise', () => {
    const options = slurmSchema.parse({cpusPerTask: 6});
    expect(sbatchOptions({...plain, options})).toContain('--cpus-per-task=6');
  });
});
