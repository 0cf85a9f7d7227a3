import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {MlflowApi} from './mlflowApi.ts';
import {TrackingError} from './TrackingError.ts';

/** A file of a run that goes to MLflow. */
export interface Artifact {
  /** Below the run's folder. */
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a run that is under way has for good, and what it has when it has ended. */
const AT_ONCE = ['config.yaml'];
const AT_END = [...AT_ONCE, 'meta.json', 'result.json', 'history.jsonl'];

export interface ArtifactChoice {
  readonly ended: boolean;
  /** Larger files stay behind; none goes with 0. */
  readonly largest: number;
}

/** Files of a run that there are and that are not too large, with digests. */
export async function artifactsOf(
  folder: string,
  {ended, largest}: ArtifactChoice
): Promise<{readonly files: readonly Artifact[]; readonly tooLarge: readonly string[]}> {
  const model = ended ? await readdir(join(folder, 'model')).catch(() => []) : [];
  const paths = [...(ended ? AT_END : AT_ONCE), ...model.toSorted().map(name => `model/${name}`)];
  const [files, tooLarge]: [Artifact[], string[]] = [[], []];
  for (const path of largest > 0 ? paths : []) {
    const file = join(folder, path);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) continue;
    if (found.size > largest) tooLarge.push(path);
    else files.push({path, file, bytes: found.size, sha256: await digestOfFile(file)});
  }
  return {files, tooLarge};
}

/** Whether the server passes artifacts on to where they are kept; clients would have to reach that place otherwise. */
export function takesArtifacts(location: string): boolean {
  return location.startsWith('mlflow-artifacts:/');
}

/** False where the server says that it takes none. */
export async function putArtifact(api: MlflowApi, uri: string, {path, file}: Artifact): Promise<boolean> {
  // mlflow-artifacts:/1/abc/artifacts, or with a host behind two slashes.
  const root = uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/+/, '');
  try {
    await api.putArtifact(`${root}/${path}`, await readFile(file));
    return true;
  } catch (error) {
    if (error instanceof TrackingError && error.message.includes('serve-artifacts')) return false;
    throw error;
  }
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
