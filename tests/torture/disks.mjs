import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {countFinished, digests, espalierNow, litter, RUNS, writeStudy} from './study.mjs';

/** Enough for the first runs alone. */
const SMALL = '4m';
const LARGE = '512m';

/** Why disks cannot be made here. */
export function disksMissing() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return 'only root on Linux can mount disks';
  const folder = mkdtempSync(join(tmpdir(), 'espalier-mount-'));
  try {
    if (mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return 'this machine does not let root mount disks';
    unmount(folder);
    return undefined;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A sweep on a disk that fills up, and goes on when there is room again. */
export async function fullDisk(folder) {
  const file = writeStudy(folder);
  const disk = join(folder, 'disk');
  const runs = join(disk, 'runs');
  mkdirSync(disk);
  mount('-t', 'tmpfs', '-o', `size=${SMALL}`, 'tmpfs', disk);
  try {
    const full = espalierNow(['sweep', file, '--runs', runs, '-j', '2', '--fail-fast']);
    const words = full.stderr.trim().split('\n').at(-1) ?? '';
    const finished = countFinished(runs);
    mount('-o', `remount,size=${LARGE}`, disk);
    const roomy = espalierNow(['sweep', file, '--runs', runs, '-j', '2', '--rerun-failed']);
    const other = join(folder, 'elsewhere');
    espalierNow(['sweep', file, '--runs', other, '-j', '2']);
    return [
      ['a full disk ends a sweep with exit code 1 or 3', [1, 3].includes(full.status), String(full.status)],
      [
        'and says so without a stack',
        /ENOSPC|full disk|no space/i.test(full.stderr) && !/\n\s+at /.test(full.stderr),
        full.stderr
      ],
      ['in one clear line', words.length > 0 && words.length < 400, words],
      [
        'with room again, the same command finishes it',
        roomy.status === 0 && countFinished(runs) === RUNS,
        roomy.stderr
      ],
      ['what was finished is still there', finished <= RUNS, String(finished)],
      ['to the same bytes', JSON.stringify(digests(runs)) === JSON.stringify(digests(other)), 'they differ'],
      ['and leaves nothing temporary', litter(runs).length === 0, litter(runs).join(', ')]
    ];
  } finally {
    unmount(disk);
  }
}

/** What can be done where nothing can be written, and what cannot. */
export function readOnlyDisk(folder) {
  const file = writeStudy(folder);
  const runs = join(folder, 'readonly');
  espalierNow(['sweep', file, '--runs', runs, '--max-runs', '2']);
  mount('--bind', runs, runs);
  mount('-o', 'remount,ro,bind', runs);
  try {
    const listed = espalierNow(['ls', '--runs', runs]);
    const planned = espalierNow(['sweep', file, '--runs', runs, '-n']);
    const swept = espalierNow(['sweep', file, '--runs', runs]);
    return [
      [
        'runs on a read-only disk can be listed',
        listed.status === 0 && listed.stdout.includes('finished'),
        listed.stderr
      ],
      ['and planned', planned.status === 0 && planned.stdout.includes('2 finished'), planned.stderr],
      ['a sweep there is refused with exit code 2 or 3', [2, 3].includes(swept.status), String(swept.status)],
      [
        'in one clear message without a stack',
        /EROFS/.test(swept.stderr) && !/\n\s+at /.test(swept.stderr),
        swept.stderr
      ]
    ];
  } finally {
    unmount(runs);
  }
}

/** True where it failed. */
function mount(...args) {
  return spawnSync('mount', args, {stdio: 'ignore'}).status !== 0;
}

function unmount(path) {
  spawnSync('umount', ['-l', path], {stdio: 'ignore'});
}
