import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';

/**
 * What tells this machine from others that share its disks. The kernel's locks are seen by processes of the same boot
 * and the same network namespace alone, so a container counts as a machine of its own, whatever its name.
 */
export const THIS_HOST = [
  hostname(),
  attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  attempt(() => readlinkSync('/proc/self/ns/net'))
].join(' ');

/** Nothing where the system does not say. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** This process, as records name it. */
export function thisMachine(): {readonly host: string; readonly pid: number} {
  return {host: hostname(), pid: process.pid};
}
