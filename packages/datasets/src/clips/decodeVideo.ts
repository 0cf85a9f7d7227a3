import {spawn} from 'node:child_process';
import {resolve} from 'node:path';
import {DataError} from '../dataError.ts';
import {reasonOf} from '../images/decodeImage.ts';
import type {ClipFile, Frames, FrameSettings} from './clipFile.ts';
import {parsePnm} from './parsePnm.ts';

/**
 * Decodes frames of a video file by the program ffmpeg. Throws an Error with ffmpeg's own words when it cannot, and when
 * the video has fewer frames.
 */
export async function decodeVideo({path, start}: ClipFile, {channels, frames, resize}: FrameSettings): Promise<Frames> {
  const filters = [
    `trim=start_frame=${start}:end_frame=${start + frames}`,
    'setpts=N/FRAME_RATE/TB', // One frame out for each frame in, whatever their time stamps.
    `scale=${resize}:${resize}:force_original_aspect_ratio=increase`
  ];
  // Portable any-maps tell their sizes. `file:` lets no path be taken for another protocol.
  const [codec, format] = channels === 1 ? ['pgm', 'gray'] : ['ppm', 'rgb24'];
  const input = ['-nostdin', '-v', 'error', '-i', `file:${resolve(path)}`, '-an', '-vf', filters.join(',')];
  const output = ['-frames:v', String(frames), '-c:v', codec, '-pix_fmt', format, '-f', 'image2pipe', 'pipe:1'];
  const found = parsePnm(await runFfmpeg([...input, ...output]), channels);
  if (found.count === frames) return found;
  throw new Error(`${found.count} of the ${frames} frames from ${start} on`);
}

/** Throws a DataError that tells how to get ffmpeg when the machine has none. */
export async function checkFfmpeg(program = 'ffmpeg'): Promise<void> {
  await runFfmpeg(['-version'], program).catch((cause: unknown) => {
    throw new DataError(
      `Expected the program ffmpeg on the PATH to decode videos, got none that runs (${reasonOf(cause)}). On Debian and ` +
        'Ubuntu: apt-get install ffmpeg. Or put the frames of each video FILE.avi as numbered images in a folder FILE beside it.',
      {cause}
    );
  });
}

/** What ffmpeg writes to its standard output. */
function runFfmpeg(args: readonly string[], program = 'ffmpeg'): Promise<Buffer> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe']});
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      const words = Buffer.concat(errors).toString('utf8').trim().split('\n').at(-1);
      if (code === 0) done(Buffer.concat(output));
      else fail(new Error(words || `ffmpeg ended with ${code ?? signal}`));
    });
  });
}
