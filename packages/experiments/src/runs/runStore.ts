import {mkdirSync, realpathSync} from 'node:fs';
import {join} from 'node:path';

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
  const real = realpathSync(root);
  return {root: real, stages: join(real, '.stages'), runFolder: (sweep, id) => join(real, sweep, id)};
}
