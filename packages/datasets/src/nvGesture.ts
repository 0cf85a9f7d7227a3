import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {parseNvGestureList} from './clips/nvGestureList.ts';
import type {ClipFile} from './clips/clipFile.ts';
import type {StoredClips} from './clips/storedClips.ts';
import {DataError} from './dataError.ts';
import type {DataSource} from './dataSource.ts';
import {describeFolders, findDataFolder} from './findDataFolder.ts';
import {readBytes} from './readBytes.ts';

const FRAMES = 80;
const FRAMES_A_PART = 8;
const LIST_ENDINGS = ['_cvpr2016_v2', '_cvpr2016']; // the later lists first
const STREAMS = {
  depth: {channels: 1, what: 'depth, 10 × 8 frames of 112 × 112 × 1'},
  color: {channels: 3, what: 'colour, 10 × 8 frames of 112 × 112 × 3'}
} as const;

const WAYS = ['right', 'left', 'up', 'down'];
const CLASS_NAMES = [
  ...WAYS.map(way => `five fingers ${way}`),
  ...WAYS.map(way => `two fingers ${way}`),
  'click',
  'beckon',
  'stretch hand',
  'shake hand',
  'one',
  'two',
  'three',
  'lift up',
  'press down',
  'push',
  'shrink',
  'turn left',
  'turn right',
  'two fingers prod',
  'grab',
  'thumbs up',
  'OK'
];

type Stream = keyof typeof STREAMS;

/**
 * Hand gestures before a car's screen, 25 classes, 1,050 + 482 clips: `nvgesture-depth` and `nvgesture-color`. The first
 * 80 frames of each clip are ten parts of eight frames, 112 × 112 pixels, cut from the centre of frames whose shorter
 * side is 128 (in training at random); the sizes are ours.
 *
 * Source: Molchanov et al., CVPR 2016.
 */
export const nvGesture: readonly DataSource<StoredClips>[] = (['depth', 'color'] as const).map(stream => ({
  name: `nvgesture-${stream}`,
  summary: `hand gestures in ${STREAMS[stream].what}, 25 classes; 1,050 + 482 clips`,
  license: 'for research, from NVIDIA',
  read: ({dataDir}) => readNvGesture(stream, dataDir)
}));

async function readNvGesture(stream: Stream, dataDir?: string): Promise<StoredClips> {
  const {folder, train, test} = await findLists(stream, dataDir);
  return {
    kind: 'clips',
    name: `nvgesture-${stream}`,
    folder,
    classes: CLASS_NAMES.length,
    classNames: CLASS_NAMES,
    channels: STREAMS[stream].channels,
    frames: FRAMES,
    framesAPart: FRAMES_A_PART,
    size: 112,
    train: await listClips(folder, train, stream),
    test: await listClips(folder, test, stream),
    note: 'The validation examples are held out of the training clips, so that they show the same people.'
  };
}

interface Lists {
  readonly folder: string;
  readonly train: string;
  readonly test: string;
}

async function findLists(stream: Stream, dataDir?: string): Promise<Lists> {
  const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, 'nvGesture'), join(dataDir, 'nvGesture_v1')];
  for (const ending of LIST_ENDINGS) {
    const [train, test] = [`nvgesture_train_correct${ending}.lst`, `nvgesture_test_correct${ending}.lst`];
    const folder = await findDataFolder(folders, [train, test]);
    if (folder !== undefined) return {folder, train: join(folder, train), test: join(folder, test)};
  }
  throw new DataError(
    `Expected the lists nvgesture_train_correct_cvpr2016.lst and nvgesture_test_correct_cvpr2016.lst for nvgesture-${stream}, ` +
      `got ${describeFolders(folders)}. Ask for the data (for research) at https://research.nvidia.com/publication/` +
      '2016-06_online-detection-and-classification-dynamic-hand-gestures-recurrent-3d, unpack it (7z x nvGesture_v1.7z.001), ' +
      'and name the folder that holds the lists and Video_data with --data-dir.'
  );
}

async function listClips(folder: string, list: string, stream: Stream): Promise<ClipFile[]> {
  const lines = parseNvGestureList(Buffer.from(await readBytes(list)).toString('utf8'), list, stream);
  const short = lines.find(({start, end}) => end - start < FRAMES);
  if (short) {
    throw new DataError(
      `Expected ${short.folder} in ${list} to have ${FRAMES} frames at least, got ${short.end - short.start}.`
    );
  }
  const clips: ClipFile[] = [];
  const missing: string[] = [];
  for (const {folder: below, start, label} of lines) {
    const base = join(folder, below, `sk_${stream}`);
    const found = await findClip(base);
    if (found) clips.push({...found, start, label});
    else missing.push(`${base}.avi`);
  }
  if (missing.length === 0) return clips;
  throw new DataError(
    `Expected the videos of ${list} (or folders of their frames without ".avi"), got ${missing.length} of ${lines.length} ` +
      `missing: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}.`
  );
}

/** A folder of frames is preferred, since it is read faster. */
async function findClip(base: string): Promise<Pick<ClipFile, 'path' | 'kind'> | undefined> {
  for (const path of [base, `${base}_all`]) {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) return {path, kind: 'frames'};
  }
  const video = `${base}.avi`;
  return (await stat(video).catch(() => undefined))?.isFile() ? {path: video, kind: 'video'} : undefined;
}
