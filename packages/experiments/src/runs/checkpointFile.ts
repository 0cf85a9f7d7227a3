import {createHash} from 'node:crypto';
import {open, type FileHandle} from 'node:fs/promises';
import type {tf} from '@espalier/backend';
import type {WeightData} from '@espalier/core';
import {writeAtomically} from './writeAtomically.ts';

const FORMAT = 'espalier.checkpoint/1';

/** Bytes of the number in front of the header, which says how long that is; and of the digest at the end. */
const LENGTH_BYTES = 8;
const DIGEST_BYTES = 32;

/** What work goes on from: plain data and tensors. */
export interface Checkpoint {
  readonly state: unknown;
  readonly tensors: ReadonlyMap<string, WeightData>;
}

/** A checkpoint that cannot be used, and why. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

interface Header {
  readonly format: string;
  /** Of the run or stage that the checkpoint belongs to. */
  readonly key: string;
  readonly state: unknown;
  readonly tensors: readonly Pick<TensorHead, 'name' | 'shape'>[];
}

interface TensorHead {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Writes a checkpoint, whole or not at all, in place of an older one: the length of the header (8 bytes, little-endian),
 * the header as JSON, the values of the tensors as float32 one after the other, and the sha256 of all that. One tensor at
 * a time is copied.
 */
export function writeCheckpoint(
  path: string,
  key: string,
  {state, tensors}: {readonly state: unknown; readonly tensors: ReadonlyMap<string, tf.Tensor>}
): Promise<void> {
  const heads = [...tensors].map(([name, {shape}]) => ({name, shape}));
  const header: Header = {format: FORMAT, key, state, tensors: heads};
  return writeAtomically(path, digested(partsOf(header, tensors.values())));
}

function* partsOf(header: Header, tensors: Iterable<tf.Tensor>): Generator<Uint8Array> {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(text.byteLength));
  yield length;
  yield text;
  for (const tensor of tensors) yield bytesOf(tensor.dataSync<'float32'>());
}

/** The parts, and their digest behind them. */
function* digested(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
    yield part;
  }
  yield hash.digest();
}

/**
 * Reads the checkpoint of a run or stage; nothing where there is none. Throws a CheckpointError where it is damaged, cut
 * short, of something else or of a newer version.
 */
export async function readCheckpoint(path: string, key: string): Promise<Checkpoint | undefined> {
  const handle = await open(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(error);
  });
  if (!handle) return undefined;
  try {
    return await readFrom(handle, key);
  } catch (error) {
    throw error instanceof CheckpointError ? error : unreadable(error);
  } finally {
    await handle.close();
  }
}

async function readFrom(handle: FileHandle, key: string): Promise<Checkpoint> {
  const {size} = await handle.stat();
  const hash = createHash('sha256');
  let left = size - DIGEST_BYTES;
  const take = async <T extends Uint8Array>(bytes: T): Promise<T> => {
    await fill(handle, bytes);
    hash.update(bytes);
    left -= bytes.byteLength;
    return bytes;
  };
  if (left < LENGTH_BYTES) throw cutShort(LENGTH_BYTES + DIGEST_BYTES, size);
  const headerBytes = Number((await take(Buffer.alloc(LENGTH_BYTES))).readBigUInt64LE());
  if (headerBytes > left) throw cutShort(headerBytes, left);
  const {format, tensors: heads, state, ...header} = parseHeader(await take(Buffer.alloc(headerBytes)));
  if (format !== FORMAT) throw new CheckpointError(`Expected a checkpoint of format ${FORMAT}, got ${format}.`);
  const expected = heads.reduce((sum, {shape}) => sum + 4 * elementsOf(shape), 0);
  if (expected !== left) throw cutShort(expected, left);
  const tensors = new Map<string, WeightData>();
  for (const {name, shape} of heads) {
    const values = new Float32Array(elementsOf(shape));
    await take(bytesOf(values));
    tensors.set(name, {shape, values});
  }
  const digest = Buffer.alloc(DIGEST_BYTES);
  await fill(handle, digest);
  if (!digest.equals(hash.digest())) throw new CheckpointError('Expected a whole checkpoint, got damaged bytes.');
  if (header.key !== key) throw new CheckpointError(`Expected the checkpoint of ${key}, got that of ${header.key}.`);
  return {state, tensors};
}

/** Reads as many bytes as fit. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    const {bytesRead} = await handle.read(bytes, at, bytes.byteLength - at);
    if (bytesRead === 0) throw cutShort(bytes.byteLength, at);
    at += bytesRead;
  }
}

function parseHeader(bytes: Buffer): Header {
  try {
    const header = JSON.parse(bytes.toString('utf8')) as Partial<Header> | null;
    if (typeof header?.format === 'string') return header as Header;
  } catch {
    // As any other header that is none.
  }
  throw new CheckpointError('Expected a whole checkpoint, got a damaged header.');
}

function unreadable(cause: unknown): CheckpointError {
  const got = cause instanceof Error ? cause.message : String(cause);
  return new CheckpointError(`Expected a checkpoint that can be read, got ${got}.`, {cause});
}

function cutShort(expected: number, got: number): CheckpointError {
  return new CheckpointError(`Expected a whole checkpoint, got ${got} bytes of ${expected}.`);
}

function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function bytesOf({buffer, byteOffset, byteLength}: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
