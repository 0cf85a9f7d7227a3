import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {arch, cpus, hostname, platform, release, totalmem} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {VERSION} from '../version.ts';

/** Where a run happened: nothing here changes what it computes, all of it helps to explain a difference. */
export interface Environment {
  readonly host: {
    readonly name: string;
    readonly platform: string;
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
  };
  readonly node: string;
  readonly espalier: string;
  readonly lockfile?: string;
  readonly git?: {readonly commit: string; readonly dirty: boolean};
}

/** What runs of one process have in common, looked up once: later changes are not in the code that was loaded. */
export interface Surroundings {
  readonly environment: Environment;
  /** Uncommitted changes to tracked files, as a patch; nothing where there are none. */
  readonly patch?: string;
}

export async function lookAround(): Promise<Surroundings> {
  const environment = await describeEnvironment();
  return environment.git?.dirty ? {environment, patch: (await git(['diff', 'HEAD', '--binary'])) ?? ''} : {environment};
}

async function describeEnvironment(): Promise<Environment> {
  const processors = cpus();
  return {
    host: {
      name: hostname(),
      platform: `${platform()} ${release()} ${arch()}`,
      cpu: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
      memoryGiB: Math.round(totalmem() / 2 ** 30)
    },
    node: process.version,
    espalier: VERSION,
    lockfile: lockfileDigest(),
    git: await describeGit()
  };
}

async function describeGit(): Promise<Environment['git']> {
  const commit = await git(['rev-parse', 'HEAD']);
  if (commit === undefined) return undefined;
  return {commit, dirty: (await git(['status', '--porcelain'])) !== ''};
}

/** Without locks that Git can do without: a process that is killed would leave them in the repository. */
async function git(args: readonly string[]): Promise<string | undefined> {
  const {execa} = await import('execa');
  const result = await execa('git', ['--no-optional-locks', ...args], {reject: false, stderr: 'ignore'});
  return result.failed ? undefined : result.stdout;
}

/** sha256 of the nearest package-lock.json above this file. */
function lockfileDigest(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package-lock.json'))) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
}
