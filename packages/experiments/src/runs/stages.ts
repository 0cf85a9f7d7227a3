import {mkdir, readdir, readFile, rename, rm, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import {digestOf} from './canonicalJson.ts';
import {foldersIn} from './foldersIn.ts';
import {unlessLeased, withLease} from './lease.ts';
import {sweepOutLitter} from './litter.ts';
import type {RunStore} from './runStore.ts';
import type {Control} from '../schema/milestones.ts';
import {syncFolder, writeJson} from './writeAtomically.ts';

/** A piece of work that several runs share, identified by everything that its result depends on. */
export interface StageOptions {
  readonly kind: 'base' | 'scores' | 'oracle' | 'costs' | Control;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Fills the folder. It may hold what an earlier attempt left if `resumable`, else it is empty. */
  readonly make: (folder: string) => Promise<void>;
  readonly resumable?: boolean;
  /** Called once when another process is at work on the same stage. */
  readonly onWait?: () => void;
}

export interface Stage {
  readonly key: string;
  readonly folder: string;
  /** False when it was there already. */
  readonly made: boolean;
}

export function stageKey(kind: StageOptions['kind'], inputs: StageOptions['inputs']): string {
  return `${kind}-${digestOf({kind, inputs}).slice(0, 32)}`;
}

const MAKING = '.making-';

const LEASE = '.lease-';

const REMOVING = '.removing-';

/**
 * Finds a stage or makes it. However many processes ask for it, one makes it and the others wait; a process that dies
 * lets go of the lease, and the next one starts over (or goes on, where the stage is resumable).
 */
export async function ensureStage(store: RunStore, options: StageOptions): Promise<Stage> {
  const {kind, inputs, make, resumable = false, onWait} = options;
  const key = stageKey(kind, inputs);
  const folder = join(store.stages, key);
  if (await isComplete(folder)) return {key, folder, made: false};
  return withLease(
    leaseOf(store, key),
    async () => {
      if (await isComplete(folder)) return {key, folder, made: false};
      const work = join(store.stages, `${MAKING}${key}`);
      if (!resumable) await rm(work, {recursive: true, force: true});
      await mkdir(work, {recursive: true});
      await sweepOutLitter(work);
      await make(work);
      await writeJson(join(work, 'stage.json'), {format: 'espalier.stage/1', key, kind, inputs});
      await rename(work, folder);
      await syncFolder(store.stages);
      return {key, folder, made: true};
    },
    {onWait}
  );
}

/**
 * Removes the empty folders and the leases of makers on this machine that died before they wrote anything. What somebody
 * is at is left alone, and so is what a resumable stage can go on from.
 */
export async function sweepOutStages(store: RunStore): Promise<void> {
  const names = await readdir(store.stages).catch(() => [] as string[]);
  for (const name of names.filter(one => one.startsWith(LEASE))) await unlessLeased(join(store.stages, name));
  for (const name of names.filter(one => one.startsWith(MAKING))) {
    // `rmdir` refuses a folder that holds anything.
    const remove = () => rmdir(join(store.stages, name)).catch(() => undefined);
    await unlessLeased(leaseOf(store, name.slice(MAKING.length)), remove);
  }
}

/** A stage, whole or in the making. */
export interface KeptStage {
  readonly key: string;
  readonly folder: string;
  readonly state: 'ready' | 'making' | 'removing';
}

/** Everything in the folder of stages that is one, or was to become one. */
export function listStages(store: RunStore): readonly KeptStage[] {
  return foldersIn(store.stages).flatMap(name => {
    const [, prefix = '', key = ''] =
      /^(\.making-|\.removing-|)((?:base|scores|oracle|costs|unpruned|scratch)-[0-9a-f]{32})$/.exec(name) ?? [];
    if (key === '') return [];
    const state = prefix === MAKING ? 'making' : prefix === REMOVING ? 'removing' : 'ready';
    return [{key, folder: join(store.stages, name), state}];
  });
}

/** Removes a stage unless somebody is at it: first out of sight, so that nobody ever finds half of one. */
export async function removeStage(store: RunStore, {key, folder}: KeptStage): Promise<boolean> {
  const aside = join(store.stages, `${REMOVING}${key}`);
  let removed = false;
  await unlessLeased(leaseOf(store, key), async () => {
    if (folder !== aside) {
      await rm(aside, {recursive: true, force: true});
      await rename(folder, aside);
    }
    await rm(aside, {recursive: true, force: true});
    removed = true;
  });
  return removed;
}

function leaseOf(store: RunStore, key: string): string {
  return join(store.stages, `${LEASE}${key}.json`);
}

async function isComplete(folder: string): Promise<boolean> {
  return readFile(join(folder, 'stage.json')).then(
    () => true,
    () => false
  );
}
