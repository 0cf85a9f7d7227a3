/**
 * CRC-32 of each member of a zip archive by name, from its central directory (which fflate does not hand out).
 *
 * Throws a RangeError when the directory lies outside the bytes. Source: PKWARE's APPNOTE.TXT, sections 4.3.12–4.3.16.
 */
export function zipChecksums(bytes: Uint8Array): ReadonlyMap<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const is64 = end >= 20 && view.getUint32(end - 20, true) === 0x07064b50;
  const end64 = is64 ? Number(view.getBigUint64(end - 12, true)) : 0;
  let entry = is64 ? Number(view.getBigUint64(end64 + 48, true)) : view.getUint32(end + 16, true);
  const checksums = new Map<string, number>();
  while (entry + 46 <= view.byteLength && view.getUint32(entry, true) === 0x02014b50) {
    const nameLength = view.getUint16(entry + 28, true);
    const name = Buffer.from(bytes.subarray(entry + 46, entry + 46 + nameLength)).toString('utf8');
    checksums.set(name, view.getUint32(entry + 16, true));
    entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return checksums;
}

/** Offset of the end-of-directory record, which is followed by a comment of at most 65,535 bytes. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new RangeError('no end of the central directory');
}
