import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {summarizeSweeps, type SweepsDocument} from '@espalier/reports/explore';
import type {UiContext} from './uiContext.ts';

/** All sweeps of the store, and where their reports are. */
export async function listSweeps({listing}: UiContext): Promise<SweepsDocument> {
  const {root, exists, rows, notices} = await listing();
  const sweeps = summarizeSweeps(rows).map(sweep => {
    const report = existsSync(join(root, sweep.name, 'report', 'report.html'));
    return {
      ...sweep,
      ...(report && {report: `/files/${encodeURIComponent(sweep.name)}/report/report.html`})
    };
  });
  return {format: 'espalier.ui.sweeps/1', store: root, exists, sweeps, notices};
}
