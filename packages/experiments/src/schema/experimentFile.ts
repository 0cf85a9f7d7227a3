import {basename, dirname, extname, resolve} from 'node:path';
import {z} from 'zod';
import {ConfigError} from './ConfigError.ts';
import {settingsSchema} from './experiment.ts';
import {knownKeys} from './knownKeys.ts';
import {valueAt, withKey, type Plain} from './keyPath.ts';
import {parseOverride, type Override} from './overrides.ts';
import {parseSource} from './source.ts';
import {sweepSchema, type Sweep} from './sweep.ts';
import {checkSweepKeys} from './sweepKeys.ts';
import {trackingSchema, type Tracking} from './tracking.ts';
import {slurmSchema, type SlurmOptions} from '../slurm/options.ts';
import {withoutKey} from './withoutKey.ts';
import {unknownKey, validate, type Place} from './validate.ts';
import {wholeNumber, word} from './fields.ts';

/** An experiment file with its overrides applied; settings are still as written, because a sweep may change them. */
export interface ExperimentFile {
  readonly file: string;
  /** Names the folder below `runs/`; the file's own name unless given. */
  readonly name: string;
  readonly seeds: readonly number[];
  readonly sweep: Sweep;
  readonly plugins: readonly string[];
  readonly tracking?: Tracking;
  /** What is asked of Slurm, where that does the runs. */
  readonly slurm: SlurmOptions;
  /** Published numbers as written, or the path of the file that has them. */
  readonly reference?: unknown;
  /** Settings as written, paths made absolute. */
  readonly settings: Plain;
  readonly place: Place;
}

const NAME_RULE = 'letters, digits, dots, hyphens and underscores';

const seeds = z.array(wholeNumber(0), {error: 'a list of seeds'}).min(1, {error: 'a list of at least one seed'});
const plugins = z.array(word('the path or package name of a plugin'), {error: 'a list of plugins'});
const headSchema = z.object({
  name: z
    .string({error: NAME_RULE})
    .regex(/^[A-Za-z0-9][\w.-]*$/, {error: NAME_RULE})
    .optional(),
  seeds: seeds.refine(list => new Set(list).size === list.length, {error: 'a list of different seeds'}).optional(),
  /** Seeds 0, 1, …, in place of a list. */
  repeat: wholeNumber(1).optional(),
  sweep: sweepSchema.prefault({}),
  plugins: plugins.default([]),
  tracking: trackingSchema.optional(),
  slurm: slurmSchema.prefault({})
});

export interface ParseOptions {
  /**
   * `key=value`, applied in order after the file. An override of a swept key takes that key out of the sweep, and one of
   * the halving key the halving.
   */
  readonly overrides?: readonly string[];
  readonly seeds?: readonly number[];
  /** Plugins beside those that the file names. */
  readonly plugins?: readonly string[];
}

/**
 * Parses an experiment file and applies overrides. Relative paths in the file are relative to its folder, those in
 * overrides to the working directory. Throws a ConfigError with file, line and key.
 */
export function parseExperimentFile(text: string, file: string, options: ParseOptions = {}): ExperimentFile {
  const source = parseSource(text, file);
  const overrides = (options.overrides ?? []).map(parseOverride);
  const place: Place = (path, key) => {
    const dotted = [...path, ...(key === undefined ? [] : [key])].map(String).join('.');
    const override = overrides.findLast(({key: head}) => dotted === head || dotted.startsWith(`${head}.`));
    return override ? `override ${override.text}` : source.place(path, key);
  };
  const data = overrides.reduce(applyOverride, absolutePaths(source.data, dirname(resolve(file))));
  checkTopLevel(data, place);
  checkSweepKeys(data, place);
  const head = validate(headSchema, data, place);
  const {name: _name, seeds: _seeds, repeat: _repeat, sweep: _sweep, ...others} = data;
  const {tracking: _tracking, slurm: _slurm, reference, ...settings} = others;
  const given = (options.plugins ?? []).map(plugin => absolutePath(plugin, process.cwd()) as string);
  const allPlugins = [...new Set([...head.plugins, ...given])];
  return {
    file,
    name: head.name ?? basename(file, extname(file)).replace(/[^\w.-]+/g, '-'),
    seeds: options.seeds ?? seedsOf(head),
    sweep: head.sweep,
    plugins: allPlugins,
    tracking: head.tracking,
    slurm: head.slurm,
    reference,
    settings: {...settings, plugins: allPlugins},
    place
  };
}

function checkTopLevel(data: Plain, place: Place): void {
  const known = [
    'name',
    ...knownKeys(settingsSchema, []),
    'seeds',
    'repeat',
    'sweep',
    'tracking',
    'slurm',
    'reference'
  ];
  const lines = Object.keys(data)
    .filter(key => !known.includes(key))
    .map(key => `${place([], key)}: ${unknownKey(key, '', known)}`);
  if (data.seeds !== undefined && data.repeat !== undefined)
    lines.push(`${place([], 'repeat')}: Expected either seeds or repeat, got both. repeat: 3 is seeds: [0, 1, 2].`);
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
}

function seedsOf({seeds = [0], repeat}: z.output<typeof headSchema>): readonly number[] {
  return repeat === undefined ? seeds : Array.from({length: repeat}, (_, seed) => seed);
}

function applyOverride(data: Plain, {key, value}: Override): Plain {
  const {seeds, repeat, sweep, ...rest} = data;
  const kept = {
    ...rest,
    ...(seeds !== undefined && key !== 'repeat' && {seeds}),
    ...(repeat !== undefined && key !== 'seeds' && {repeat}),
    ...(sweep !== undefined && {sweep: withoutKey(sweep, key)})
  };
  return withKey(
    kept,
    key,
    key.endsWith('.path') || key.endsWith('dataset.name') ? absolutePath(value, process.cwd()) : value
  );
}

function absolutePaths(data: Plain, folder: string): Plain {
  const {plugins} = data;
  const listed = Array.isArray(plugins)
    ? {...data, plugins: plugins.map(plugin => absolutePath(plugin, folder))}
    : data;
  return ['model.path', 'dataset.name', 'reference'].reduce((plain, key) => {
    const value = valueAt(plain, key);
    const isPath = key !== 'dataset.name' && typeof value === 'string';
    const absolute = isPath ? resolve(folder, value) : absolutePath(value, folder);
    return absolute === value ? plain : withKey(plain, key, absolute);
  }, listed);
}

/** Anything that begins with a dot, holds a slash outside a package scope, or ends like a file is a path, else a name. */
function absolutePath(value: unknown, folder: string): unknown {
  if (typeof value !== 'string') return value;
  const isPath =
    /^\.{0,2}\//.test(value) || /\.(npz|[cm]?[jt]s)$/.test(value) || (value.includes('/') && !value.startsWith('@'));
  return isPath ? resolve(folder, value) : value;
}
