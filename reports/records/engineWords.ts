import type {EngineRecord} from './runRecord.ts';

/** An engine as its run recorded it: `tensorflow 2.21.0 (cpu, 2 threads, oneDNN)`. */
export function engineWords({name, version, device, threads, oneDnn}: EngineRecord): string {
  const counted = threads === undefined ? undefined : `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const details = [device, counted, oneDnn ? 'oneDNN' : undefined].filter(word => word !== undefined);
  return [name, version, details.length > 0 ? `(${details.join(', ')})` : undefined]
    .filter(word => word !== undefined)
    .join(' ');
}
