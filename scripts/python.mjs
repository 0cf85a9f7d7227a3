// Finds a Python for the optional suites and benches: they need packages that the project itself does not depend on.
import {spawnSync} from 'node:child_process';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where virtual environments are made: `reference` and `mlflow` by `.ci/run`, `bench` by the benches. */
export const environmentFolder = name =>
  join(process.env.ESPALIER_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'espalier'), name);

/** The first Python that can import all of `packages`: ESPALIER_PYTHON, that of an environment, or the system's. */
export function findPython(packages, environment = 'reference') {
  const candidates = process.env.ESPALIER_PYTHON
    ? [process.env.ESPALIER_PYTHON]
    : [join(environmentFolder(environment), 'bin/python'), 'python3', 'python'];
  const program = `import ${packages.join(', ')}`;
  return candidates.find(python => spawnSync(python, ['-c', program], {stdio: 'ignore'}).status === 0);
}
