import {ConfigError} from './ConfigError.ts';
import {settingsSchema, type Settings} from './experiment.ts';
import type {ExperimentFile} from './experimentFile.ts';
import {withKey} from './keyPath.ts';
import type {Reference} from './reference.ts';
import type {Point} from './sweep.ts';
import {sweepPoints} from './sweepPoints.ts';
import {sweptPlace} from './sweptPlace.ts';
import {findPublished} from '../models/published/publishedWeights.ts';
import {checkWidth} from '../models/zoo/index.ts';
import {unknownName} from '../text/nearest.ts';
import {validate, type Place} from './validate.ts';

/** One run to do: frozen settings and a seed. */
export interface RunConfig {
  /** Name of the sweep, and of the folder below `runs/`. */
  readonly sweep: string;
  readonly settings: Settings;
  readonly seed: number;
  /** What the sweep changed in this run, by dotted key. */
  readonly point: Point;
  /** Published numbers to stand beside the run's own. */
  readonly reference?: Reference;
}

/** Names that may stand in an experiment file. */
export interface KnownNames {
  readonly criteria: readonly string[];
  readonly datasets: readonly string[];
  readonly zoo: readonly string[];
}

/**
 * Resolves an experiment file into its runs: seed by seed, and within a seed in the order of `sweepPoints`. With successive
 * halving, it is all that may come to be done: rung by rung, and within a rung point by point, as the seeds of a point are
 * judged together.
 */
export function expandSweep(experiment: ExperimentFile, known: KnownNames): readonly RunConfig[] {
  const {name, seeds, sweep} = experiment;
  const resolve = (points: readonly Point[]) =>
    points.map(point => ({point, settings: settle(experiment, point, known)}));
  const points = sweepPoints(sweep);
  const {halving} = sweep;
  if (!halving) {
    const resolved = resolve(points);
    return seeds.flatMap(seed => resolved.map(({point, settings}) => deepFreeze({sweep: name, settings, seed, point})));
  }
  const rungs = halving.values.flatMap(value => resolve(points.map(point => ({...point, [halving.key]: value}))));
  return rungs.flatMap(({point, settings}) => seeds.map(seed => deepFreeze({sweep: name, settings, seed, point})));
}

function settle({settings, sweep, place}: ExperimentFile, point: Point, known: KnownNames): Settings {
  const data = Object.entries(point).reduce((plain, [key, value]) => withKey(plain, key, value), settings);
  const placeOf: Place = (path, key) => {
    const dotted = path.map(String).join('.');
    const swept = Object.keys(point).find(name => dotted === name || dotted.startsWith(`${name}.`));
    return swept === undefined ? place(path, key) : place(sweptPlace(sweep, swept, point[swept]));
  };
  const settled = validate(settingsSchema, data, placeOf);
  checkName('criterion', 'prune.criterion', settled.prune.criterion, known.criteria, placeOf);
  const {zoo, width, pretrained, pretrain} = settled.model;
  if (zoo !== undefined) checkName('network', 'model.zoo', zoo, known.zoo, placeOf);
  if (zoo !== undefined && width !== undefined) atPlace(placeOf(['model', 'width']), () => checkWidth(zoo, width));
  if (zoo !== undefined && pretrained) atPlace(placeOf(['model', 'pretrained']), () => findPublished(zoo));
  for (const [key, name] of [
    ['dataset.name', settled.dataset.name],
    ['model.pretrain.dataset.name', pretrain?.dataset.name ?? '/']
  ] as const) {
    if (!name.includes('/')) checkName('data set', key, name, known.datasets, placeOf);
  }
  return settled;
}

function checkName(kind: string, key: string, name: string, known: readonly string[], place: Place): void {
  if (!known.includes(name)) throw new ConfigError(`${place(key.split('.'))}: ${unknownName(kind, name, known)}`);
}

/** Tells where in the file a mistake is that something else found. */
function atPlace(place: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new ConfigError(`${place}: ${(cause as Error).message}`, {cause});
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
