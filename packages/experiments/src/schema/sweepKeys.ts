import {ConfigError} from './ConfigError.ts';
import {settingsSchema} from './experiment.ts';
import {isPlain, type Plain} from './keyPath.ts';
import {knownKeys} from './knownKeys.ts';
import {SWEEP_WORDS} from './sweep.ts';
import {unknownKey, type Place} from './validate.ts';

/** A key that a sweep changes, and where it says so. */
export interface SweptKey {
  readonly key: string;
  /** Of the map that has the key. */
  readonly path: readonly PropertyKey[];
}

/** The dotted keys of a sweep as it is written, which may be wrong in every other way. */
export function sweptKeys(sweep: unknown): readonly SweptKey[] {
  if (!isPlain(sweep)) return [];
  const {zip, list, random, halving} = sweep;
  const keysOf = (map: unknown, ...path: PropertyKey[]): SweptKey[] =>
    isPlain(map) ? Object.keys(map).map(key => ({key, path: ['sweep', ...path]})) : [];
  const words: readonly string[] = SWEEP_WORDS;
  const points: readonly unknown[] = Array.isArray(list) ? list : [];
  return [
    ...keysOf(sweep).filter(({key}) => !words.includes(key)),
    ...keysOf(zip, 'zip'),
    ...points.flatMap((point, index) => keysOf(point, 'list', index)),
    ...keysOf(random, 'random'),
    ...(isPlain(halving) && typeof halving.key === 'string'
      ? [{key: halving.key, path: ['sweep', 'halving', 'key']}]
      : [])
  ];
}

/** Whether two dotted keys are the same, or one holds the other. */
export function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** Throws a ConfigError with a line for each key that is unknown, or that the sweep changes in two ways. */
export function checkSweepKeys({sweep}: Plain, place: Place): void {
  const keys = sweptKeys(sweep);
  const lines = keys.flatMap((swept, index) => {
    const problem = unknownName(swept.key) ?? clash(swept, keys.slice(0, index)) ?? unfit(swept, sweep);
    return problem === undefined ? [] : [`${placeOf(swept, place)}: ${problem}`];
  });
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
}

/** Where a key stands in the file. */
export function placeOf({key, path}: SweptKey, place: Place): string {
  return path.at(-2) === 'halving' ? place(path) : place(path, key);
}

function unknownName(dotted: string): string | undefined {
  const path = dotted.split('.');
  const key = path.pop() ?? '';
  const known = knownKeys(settingsSchema, path);
  if (dotted === 'plugins') return 'Expected plugins to be outside the sweep.';
  if (known.includes(key)) return undefined;
  if (known.length > 0 && path.length > 0) return unknownKey(key, path.join('.'), known);
  if (key === 'repeat' || key === 'seeds') return `Expected ${key} to stand beside sweep, not in it.`;
  const all = [...SWEEP_WORDS, ...dottedKeys()];
  const sections = all.filter(name => name.endsWith(`.${dotted}`));
  if (sections.length === 0) return unknownKey(dotted, 'sweep', all);
  return `Unknown key "${dotted}" in sweep. Did you mean ${sections.map(name => `"${name}"`).join(' or ')}?`;
}

/** Points of a list may have the same keys; otherwise a key is changed in one way. */
function clash({key, path}: SweptKey, earlier: readonly SweptKey[]): string | undefined {
  const other = earlier.find(
    before =>
      overlap(key, before.key) && !(path[1] === 'list' && before.path[1] === 'list' && path[2] !== before.path[2])
  );
  if (!other) return undefined;
  const [here, there] = [sectionOf(path), sectionOf(other.path)];
  const rest = other.key === key ? '' : ` (as ${other.key})`;
  return `Expected ${key} to be swept in one way, got it in ${there}${rest} and in ${here}. Take it out of one.`;
}

/** Candidates of a halving are compared by one metric. */
function unfit({key, path}: SweptKey, sweep: unknown): string | undefined {
  if (!isPlain(sweep) || sweep.halving === undefined || !overlap(key, 'metric')) return undefined;
  if (path[1] === 'halving')
    return `Expected the halving key to be another than ${key}, which candidates are judged by.`;
  return `Expected ${key} to be the same for all candidates of a halving, which are judged by it. Take it out of the sweep.`;
}

function sectionOf([, section]: readonly PropertyKey[]): string {
  return section === undefined ? 'the grid' : String(section);
}

function dottedKeys(): string[] {
  return knownKeys(settingsSchema, []).flatMap(section => [
    section,
    ...knownKeys(settingsSchema, [section]).map(key => `${section}.${key}`)
  ]);
}
