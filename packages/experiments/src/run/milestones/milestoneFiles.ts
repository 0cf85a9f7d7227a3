import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {MilestoneLatency, RunStages} from '../../runs/meta.ts';
import type {MilestoneRow} from '../runResult.ts';

/** What is known of a milestone, in a file of the run until that is finished. */
export interface MilestoneRecord {
  readonly row: MilestoneRow;
  /** Of its controls. */
  readonly stages: RunStages;
  readonly latency: MilestoneLatency;
}

/** Where the record of a milestone and the checkpoint of its fine-tuning lie while a run works. */
export function milestoneFiles(folder: string, number: number) {
  const path = join(milestonesFolder(folder), String(number));
  return {record: `${path}.json`, checkpoint: `${path}.checkpoint`};
}

/** The record of a milestone; nothing where it is not fine-tuned yet. */
export async function readMilestone(folder: string, number: number): Promise<MilestoneRecord | undefined> {
  const text = await readFile(milestoneFiles(folder, number).record, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as MilestoneRecord);
}

/** Removes all that is kept of milestones while a run works. */
export async function removeMilestones(folder: string): Promise<void> {
  await rm(milestonesFolder(folder), {recursive: true, force: true});
}

function milestonesFolder(folder: string): string {
  return join(folder, 'artifacts', 'milestones');
}
