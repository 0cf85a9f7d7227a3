import {readNpy, type NpyArray} from './npy.ts';
import {unzipMembers} from './unzipMembers.ts';

/**
 * Reads the wanted arrays of an `.npz` file (a zip archive of `.npy` files, compressed or not). Arrays that the file
 * lacks are left out of the result; members that nobody asked for are not even unpacked, and nothing is ever written.
 *
 * Throws a DataError that names the file, and the array where there is one.
 */
export function readNpz(bytes: Uint8Array, file: string, wanted: readonly string[]): ReadonlyMap<string, NpyArray> {
  const members = unzipMembers(bytes, {file, kind: '.npz', wanted: wanted.map(name => `${name}.npy`)});
  const arrays = new Map<string, NpyArray>();
  for (const name of wanted) {
    const member = members[`${name}.npy`];
    if (member) arrays.set(name, readNpy(member, `${name} of ${file}`));
  }
  return arrays;
}
