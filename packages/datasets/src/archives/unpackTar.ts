import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {extract, type Entry} from 'tar-stream';
import {memberPath, refuseLink} from './memberPath.ts';
import type {Unpacked, UnpackOptions} from './unpack.ts';
import {isThere, writeMember} from './writeMember.ts';

/** Unpacks a tar file, gzipped or not; of a tar of tars (`nested`), each into a folder of its own name. */
export async function unpackTar({file, folder, nested, signal, onFile}: UnpackOptions): Promise<Unpacked> {
  const gzipped = await isGzip(file);
  const packed = createReadStream(file, {signal});
  const count = {written: 0, kept: 0};
  try {
    await eachMember(gzipped ? chained(packed, createGunzip()) : packed, async member => {
      const path = memberPath(folder, member.header.name, file);
      if (nested && member.header.name.endsWith('.tar')) {
        await eachMember(member, inner => unpackMember(inner, path.slice(0, -'.tar'.length)));
      } else await unpackMember(member, folder);
    });
  } finally {
    packed.destroy();
  }
  return count;

  async function unpackMember(member: Entry, into: string): Promise<void> {
    const {name, type, size = 0} = member.header;
    const path = memberPath(into, name, file);
    if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') refuseLink(name, type ?? 'member', file);
    if (type === 'directory') return;
    if (await isThere(path, size)) count.kept++;
    else {
      await writeMember(path, Readable.from(member));
      count.written++;
    }
    onFile?.(count.written + count.kept);
  }
}

/** Hands over each member in turn; what it leaves unread is passed over. */
async function eachMember(tar: NodeJS.ReadableStream, visit: (member: Entry) => Promise<void>): Promise<void> {
  const members = extract();
  tar.on('error', (cause: Error) => {
    members.destroy(cause);
  });
  tar.pipe(members);
  for await (const member of members) {
    await visit(member);
    member.resume();
  }
}

function chained(from: Readable, to: ReturnType<typeof createGunzip>): ReturnType<typeof createGunzip> {
  from.on('error', cause => to.destroy(cause));
  return from.pipe(to);
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const {buffer} = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
