import {ModelError} from '../ModelError.ts';
import type {Pickled, PickleReader} from './pickled.ts';
import {OPERATIONS, pop, type Machine} from './pickleOperations.ts';

const STOP = 0x2e;

/**
 * Reads one pickle, protocols 2 to 5, by an interpreter that knows only what tensors by name are written with: no
 * imports, no classes, no attributes. Returns its value and where it ends.
 *
 * Throws a ModelError on anything else, a RangeError where the bytes end too early.
 */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  reader: PickleReader
): {readonly value: Pickled; readonly end: number} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const machine: Machine = {view, reader, memo: new Map(), stack: [], at: start};
  for (;;) {
    const code = view.getUint8(machine.at++);
    if (code === STOP) return {value: pop(machine), end: machine.at};
    const operation = OPERATIONS[code];
    if (!operation) {
      throw new ModelError(
        `Expected a pickle of tensors, got the instruction 0x${code.toString(16).padStart(2, '0')}.`
      );
    }
    operation(machine);
  }
}
