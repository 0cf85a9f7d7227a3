import {mkdirSync, realpathSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError} from '../schema/ConfigError.ts';

/** Where runs live: `<root>/<sweep>/<run id>/`, and the stages that they share in `<root>/.stages/<key>/`. */
export interface RunStore {
  readonly root: string;
  readonly stages: string;
  runFolder(sweep: string, id: string): string;
}

/** Opens the run store in a folder, which is made if absent. */
export function openRunStore(root = 'runs'): RunStore {
  const stages = join(root, '.stages');
  mkdirSync(stages, {recursive: true});
  return storeIn(root);
}

/** The run store in a folder for who only looks: nothing where there is no such folder, and nothing is made. */
export function findRunStore(root = 'runs'): RunStore | undefined {
  return statSync(root, {throwIfNoEntry: false})?.isDirectory() ? storeIn(root) : undefined;
}

/** The same where there has to be one. Throws a ConfigError. */
export function existingRunStore(root = 'runs'): RunStore {
  const store = findRunStore(root);
  if (store) return store;
  throw new ConfigError(`Expected runs in ${root}, got no such folder. Start some with: espalier sweep FILE`);
}

function storeIn(root: string): RunStore {
  const real = realpathSync(root);
  return {root: real, stages: join(real, '.stages'), runFolder: (sweep, id) => join(real, sweep, id)};
}
