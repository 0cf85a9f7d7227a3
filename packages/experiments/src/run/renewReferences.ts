import {canonicalJson} from '../runs/canonicalJson.ts';
import {readMeta, writeMeta} from '../runs/meta.ts';
import {holdingRun} from '../runs/runLease.ts';
import type {PlannedRun} from './planSweep.ts';

/**
 * Gives finished runs the published numbers that their experiment file has now: these belong to no run's key, so that a
 * change of them does nothing again. Runs that somebody is at, and what cannot be written, are left alone.
 */
export async function renewReferences(plan: readonly PlannedRun[]): Promise<void> {
  for (const {folder, state, config} of plan) {
    const {reference} = config;
    if (state !== 'finished' || !reference) continue;
    await holdingRun(folder, async () => {
      const meta = await readMeta(folder);
      if (!meta || (meta.reference && canonicalJson(meta.reference) === canonicalJson(reference))) return;
      await writeMeta(folder, {...meta, reference});
    }).catch(() => undefined);
  }
}
