import {readMeta, writeMeta} from './meta.ts';
import {holdingRun} from './runLease.ts';

/** Writes into the record of a run whose process died what it died of. */
export async function failDeadRun(folder: string, reason: string): Promise<void> {
  await holdingRun(folder, async () => {
    const meta = await readMeta(folder);
    if (meta?.status !== 'running') return;
    const ended = new Date().toISOString();
    const last = meta.attempts.length - 1;
    const attempts = meta.attempts.map((attempt, i) =>
      i === last ? {...attempt, status: 'failed' as const, ended, error: reason} : attempt
    );
    await writeMeta(folder, {...meta, status: 'failed', attempts});
  });
}
