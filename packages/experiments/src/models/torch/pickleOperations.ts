import {ModelError} from '../ModelError.ts';
import {PickledGlobal, type Pickled, type PickleReader} from './pickled.ts';

/** Start of the items that belong together on the stack. */
const MARK = Symbol('mark');

/** The state of the interpreter. */
export interface Machine {
  readonly view: DataView;
  readonly reader: PickleReader;
  readonly memo: Map<number, Pickled>;
  stack: (Pickled | typeof MARK)[];
  at: number;
}

/** By opcode; names as in Python's pickletools. */
export const OPERATIONS: Readonly<Record<number, (machine: Machine) => void>> = {
  0x80: m => void (m.at += 1), // PROTO
  0x95: m => void (m.at += 8), // FRAME
  0x28: ({stack}) => void stack.push(MARK),
  0x7d: ({stack}) => void stack.push(new Map()), // EMPTY_DICT
  0x5d: ({stack}) => void stack.push([]), // EMPTY_LIST
  0x29: ({stack}) => void stack.push([]), // EMPTY_TUPLE
  0x4e: ({stack}) => void stack.push(null),
  0x88: ({stack}) => void stack.push(true),
  0x89: ({stack}) => void stack.push(false),
  0x4b: m => void m.stack.push(unsigned(m, 1)), // BININT1
  0x4d: m => void m.stack.push(unsigned(m, 2)), // BININT2
  0x4a: m => void m.stack.push(m.view.getInt32(advance(m, 4), true)), // BININT
  0x47: m => void m.stack.push(m.view.getFloat64(advance(m, 8))), // BINFLOAT
  0x8a: m => void m.stack.push(long(m, unsigned(m, 1))), // LONG1
  0x8c: m => void m.stack.push(text(m, unsigned(m, 1))), // SHORT_BINUNICODE
  0x58: m => void m.stack.push(text(m, unsigned(m, 4))), // BINUNICODE
  0x55: m => void m.stack.push(text(m, unsigned(m, 1))), // SHORT_BINSTRING
  0x54: m => void m.stack.push(text(m, unsigned(m, 4))), // BINSTRING
  0x85: m => void m.stack.push([pop(m)]), // TUPLE1
  0x86: m => void m.stack.push([pop(m), pop(m)].reverse()), // TUPLE2
  0x87: m => void m.stack.push([pop(m), pop(m), pop(m)].reverse()), // TUPLE3
  0x74: m => void m.stack.push(popToMark(m)), // TUPLE
  0x71: m => void m.memo.set(unsigned(m, 1), top(m)), // BINPUT
  0x72: m => void m.memo.set(unsigned(m, 4), top(m)), // LONG_BINPUT
  0x94: m => void m.memo.set(m.memo.size, top(m)), // MEMOIZE
  0x68: m => void m.stack.push(remembered(m, unsigned(m, 1))), // BINGET
  0x6a: m => void m.stack.push(remembered(m, unsigned(m, 4))), // LONG_BINGET
  0x61: m => append(m, [pop(m)]), // APPEND
  0x65: m => append(m, popToMark(m)), // APPENDS
  0x73: m => setItems(m, [pop(m), pop(m)].reverse()), // SETITEM
  0x75: m => setItems(m, popToMark(m)), // SETITEMS
  0x63: m => pushGlobal(m, `${line(m)}.${line(m)}`), // GLOBAL
  0x93: m => pushGlobal(m, [pop(m), pop(m)].reverse().map(asText).join('.')), // STACK_GLOBAL
  0x52: reduce,
  0x62: build,
  0x51: m => void m.stack.push(m.reader.load(pop(m))) // BINPERSID
};

function advance(machine: Machine, bytes: number): number {
  const {at} = machine;
  machine.at += bytes;
  return at;
}

function unsigned(machine: Machine, bytes: 1 | 2 | 4): number {
  const at = advance(machine, bytes);
  if (bytes === 1) return machine.view.getUint8(at);
  return bytes === 2 ? machine.view.getUint16(at, true) : machine.view.getUint32(at, true);
}

/** Little-endian, two's complement. */
function long(machine: Machine, bytes: number): number | bigint {
  const at = advance(machine, bytes);
  let value = 0n;
  for (let i = bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(machine.view.getUint8(at + i));
  const signed = BigInt.asIntN(8 * bytes, value);
  return BigInt(Number(signed)) === signed ? Number(signed) : signed;
}

function text(machine: Machine, bytes: number): string {
  const {view} = machine;
  const at = advance(machine, bytes);
  if (at + bytes > view.byteLength) throw new RangeError(`text of ${bytes} bytes at ${at} goes beyond the end`);
  return Buffer.from(view.buffer, view.byteOffset + at, bytes).toString('utf8');
}

function line(machine: Machine): string {
  const start = machine.at;
  while (machine.view.getUint8(machine.at) !== 0x0a) machine.at++;
  machine.at++;
  return Buffer.from(machine.view.buffer, machine.view.byteOffset + start, machine.at - start - 1).toString('utf8');
}

export function pop({stack}: Machine): Pickled {
  const value = stack.pop();
  if (value === undefined || typeof value === 'symbol') throw new RangeError('its stack is empty');
  return value;
}

function top({stack}: Machine): Pickled {
  const value = stack.at(-1);
  if (value === undefined || typeof value === 'symbol') throw new RangeError('its stack is empty');
  return value;
}

function popToMark({stack}: Machine): Pickled[] {
  const mark = stack.lastIndexOf(MARK);
  if (mark < 0) throw new RangeError('its stack holds no mark');
  return stack.splice(mark).slice(1) as Pickled[];
}

function remembered({memo}: Machine, index: number): Pickled {
  const value = memo.get(index);
  if (value === undefined) throw new RangeError(`it remembers nothing under ${index}`);
  return value;
}

function append(machine: Machine, items: readonly Pickled[]): void {
  const list = top(machine);
  if (!Array.isArray(list)) throw new ModelError('Expected a pickle to append to a list, got something else.');
  for (const item of items) list.push(item);
}

function setItems(machine: Machine, items: readonly Pickled[]): void {
  const dict = top(machine);
  if (!(dict instanceof Map)) throw new ModelError('Expected a pickle to set items of a dict, got something else.');
  for (let i = 0; i + 1 < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
}

function pushGlobal(machine: Machine, name: string): void {
  machine.reader.check(name);
  machine.stack.push(new PickledGlobal(name));
}

function reduce(machine: Machine): void {
  const args = pop(machine);
  const callee = pop(machine);
  if (!(callee instanceof PickledGlobal) || !Array.isArray(args)) {
    throw new ModelError('Expected a pickle to call what it names, got something else.');
  }
  machine.stack.push(machine.reader.call(callee.name, args));
}

/** Attributes of a dict (PyTorch keeps the layout's version there) are left out; nothing else has any. */
function build(machine: Machine): void {
  pop(machine);
  if (!(top(machine) instanceof Map)) throw new ModelError('Expected a pickle of tensors, got an object with a state.');
}

function asText(value: Pickled): string {
  if (typeof value === 'string') return value;
  throw new ModelError('Expected a pickle to name things by text, got something else.');
}
