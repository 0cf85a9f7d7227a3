import {cpus, loadavg, totalmem} from 'node:os';

/** What is known of the machine before anything is measured. */
export function describeMachine() {
  const list = cpus();
  return {
    cpu: list[0]?.model ?? 'unknown',
    cores: list.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version
  };
}

/** Mean number of processes that wanted to run over the last 1, 5 and 15 minutes. */
export const currentLoad = () => loadavg().map(value => Math.round(100 * value) / 100);
