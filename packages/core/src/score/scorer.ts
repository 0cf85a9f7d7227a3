import {tf} from '@espalier/backend';
import type {Criterion, ExampleEvidence, GroupEvidence, Need} from '../criterion.ts';
import {consumerEdges, type ConsumerEdge} from '../graph/consumerEdges.ts';
import {isPlainPath} from '../graph/featureMaps.ts';
import type {Network} from '../graph/network.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {unitColumns, type UnitColumns} from '../graph/unitColumns.ts';
import {crossEntropy, type Loss} from '../loss.ts';
import {createCollector, type Collector} from './collector.ts';
import {CriterionError, runCriterion} from './criterionError.ts';
import {createCurvature, type Curvature, type CurvatureMode} from './curvature.ts';
import {guardEvidence} from './evidence.ts';
import {watchGates, watchMaps, type PerGroup, type Watch} from './gates.ts';
import {groupKernels, kernelColumns} from './kernels.ts';
import {backwardPass, type Recording} from './recording.ts';

export interface ScorerOptions {
  readonly criteria: readonly Criterion[];
  readonly curvature?: CurvatureMode;
  /** Seed of the labels drawn for sampled curvature. */
  readonly seed?: number;
  /** One number in (0, 1) a unit, for criteria that need `draw`. */
  readonly draw?: Float64Array;
  readonly loss?: Loss;
}

/**
 * Scores units by several criteria from the passes that it is shown, whether they are made for scoring or for
 * fine-tuning: one forward and one backward pass serve all criteria (curvature takes a backward pass more for each
 * draw).
 */
export interface Scorer {
  /** Edges that passes must tap, and nodes whose outputs they must keep. */
  readonly taps: ReadonlyMap<string, ConsumerEdge>;
  readonly maps: readonly string[];
  readonly backward: boolean;
  /** Whether passes must hold one example each: exact curvature of weights. */
  readonly oneByOne: boolean;
  /**
   * Takes in a recorded minibatch. `weights` names the weights whose gradients of the mean loss are wanted besides;
   * they are returned and belong to the caller.
   */
  readonly observe: (recording: Recording, y: tf.Tensor2D, weights?: readonly string[]) => Map<string, tf.Tensor>;
  /** Scores by criterion, one number a unit. Throws `CriterionError` where a criterion breaks its contract. */
  readonly finish: () => Map<string, Float64Array>;
  readonly dispose: () => void;
}

interface MapColumns {
  readonly group: Group;
  readonly columns: UnitColumns;
}

/** Everything that stays the same from minibatch to minibatch. */
interface Plan {
  readonly network: Network;
  readonly structure: Structure;
  readonly criteria: readonly Criterion[];
  readonly loss: Loss;
  readonly needs: ReadonlySet<Need>;
  readonly edges: ReadonlyMap<string, ConsumerEdge>;
  /** Groups whose |∂C/∂z · z| is summed at the map; the others' is summed at the edges. */
  readonly atMap: ReadonlySet<Group>;
  readonly mapColumns: ReadonlyMap<string, MapColumns[]>;
}

/** A scorer for a network and its structure; both must stay as they are (weights may change) until `finish`. */
export function createScorer(network: Network, structure: Structure, options: ScorerOptions): Scorer {
  const plan = makePlan(network, structure, options);
  const {needs, criteria} = plan;
  const curvature = createCurvature({network, structure, edges: plan.edges, needs, ...options});
  const collectors = new Map<string, Collector>();
  const labels: number[] = [];
  let examples = 0;
  const gradientNeeds = needs.has('gateGradient') || needs.has('elementwiseGradient');
  const mapNeeds = needs.has('featureMap') || (needs.has('elementwiseGradient') && plan.atMap.size > 0);
  return {
    taps: gradientNeeds || needs.has('gateCurvature') ? plan.edges : new Map(),
    maps: mapNeeds ? [...plan.mapColumns.keys()] : [],
    backward: gradientNeeds || curvature.backward,
    oneByOne: curvature.oneByOne,
    // One scope for all: whatever a criterion throws, nothing is left behind.
    observe: (recording, y, weights = []) => {
      const gradients = tf.tidy(() => {
        const signed: PerGroup = new Map();
        const absolute: PerGroup = new Map();
        const derivatives = differentiate(plan, recording, y, weights, {signed, absolute});
        const curved = curvature.observe(recording, examples);
        for (const group of structure.groups) {
          observeGroup(plan, group, recording, {signed, absolute, curved}, y.shape[0], collectors);
        }
        if (needs.has('labels')) labels.push(...tf.argMax(y, -1).dataSync());
        return Object.fromEntries(derivatives);
      });
      examples += y.shape[0];
      return new Map(Object.entries(gradients));
    },
    finish: () => {
      const whole = {labels: Int32Array.from(labels), draw: options.draw, curvature};
      return new Map(
        criteria.map(criterion => [criterion.name, finishCriterion(plan, criterion, collectors, examples, whole)])
      );
    },
    dispose: () => curvature.dispose()
  };
}

function makePlan(network: Network, structure: Structure, {criteria, loss = crossEntropy}: ScorerOptions): Plan {
  const needs = new Set(criteria.flatMap(criterion => criterion.needs));
  const mapColumns = new Map<string, MapColumns[]>();
  for (const group of structure.groups) {
    for (const id of group.maps) {
      const columns = unitColumns(structure.channels.get(id)!, group);
      mapColumns.set(id, [...(mapColumns.get(id) ?? []), {group, columns}]);
    }
  }
  const plain = structure.groups.filter(group => group.maps.length === 1 && isPlainPath(network, group.maps[0]!));
  const edges = consumerEdges(network, structure);
  return {network, structure, criteria, loss, needs, edges, atMap: new Set(plain), mapColumns};
}

interface Sums {
  readonly signed: PerGroup;
  readonly absolute: PerGroup;
}

/** The backward pass of the loss, where gates or weights ask for one. */
function differentiate(
  plan: Plan,
  recording: Recording,
  y: tf.Tensor2D,
  weights: readonly string[],
  {signed, absolute}: Sums
): Map<string, tf.Tensor> {
  const {network, needs, edges, atMap, mapColumns, loss, structure} = plan;
  const gates = needs.has('gateGradient') || needs.has('elementwiseGradient');
  if (!gates && weights.length === 0) return new Map();
  const scale = y.shape[0]; // of the mean loss back to one example's
  const watch: Watch = new Map();
  if (gates) {
    const atEdges = new Set(structure.groups.filter(group => !atMap.has(group)));
    const elementwise = needs.has('elementwiseGradient');
    const edgeWatch = watchGates({
      edges: edges.values(),
      taps: recording.taps,
      scale,
      signed: needs.has('gateGradient') ? signed : undefined,
      absolute: elementwise ? absolute : undefined,
      absoluteFor: atEdges
    });
    edgeWatch.forEach((callback, tensor) => watch.set(tensor, callback));
    if (elementwise) {
      const plainMaps = [...mapColumns].flatMap(([id, parts]) =>
        parts.filter(({group}) => atMap.has(group)).map(part => [recording.maps.get(id)!, part] as const)
      );
      watchMaps(new Map(plainMaps), scale, absolute).forEach((callback, tensor) => watch.set(tensor, callback));
    }
  }
  const derivative = tf.tidy(() => tf.div<tf.Tensor2D>(loss.derivative(recording.logits, y), scale));
  const gradients = backwardPass(network, recording, derivative, weights, watch);
  derivative.dispose();
  return gradients;
}

function collectorKey(criterion: Criterion, group: Group, map: number, key: string): string {
  return `${criterion.name}|${group.first}|${map}|${key}`;
}

/** Feature maps on which a criterion is evaluated: all of a group's, or one evaluation where it does not look at any. */
function mapsOf(criterion: Criterion, group: Group): readonly string[] {
  return criterion.needs.includes('featureMap') ? group.maps : group.maps.slice(0, 1);
}

function observeGroup(
  plan: Plan,
  group: Group,
  recording: Recording,
  {signed, absolute, curved}: Sums & {readonly curved: PerGroup},
  size: number,
  collectors: Map<string, Collector>
): void {
  for (const criterion of plan.criteria) {
    const {perExample} = criterion;
    if (!perExample) continue;
    mapsOf(criterion, group).forEach((id, map) => {
      const values = tf.tidy(() => {
        const zeros = () => tf.zeros<tf.Rank.R2>([size, group.size]);
        const evidence = guardEvidence<ExampleEvidence & {positions: number; examples: number}>(
          criterion,
          {positions: group.positions, examples: size},
          {
            // A group that no kernel reads has no gradient: nothing it does can change the loss.
            gateGradient: () => signed.get(group) ?? zeros(),
            elementwiseGradient: () => absolute.get(group) ?? zeros(),
            gateCurvature: () => curved.get(group) ?? zeros(),
            featureMap: () => mapOf(plan, group, id, recording)
          }
        );
        return named(runCriterion(criterion, 'perExample', () => perExample(evidence)));
      });
      for (const [key, tensor] of Object.entries(values)) {
        checkRows(criterion, group, tensor, size);
        const place = collectorKey(criterion, group, map, key);
        let collector = collectors.get(place);
        if (!collector) collectors.set(place, (collector = createCollector(criterion.collect, group.size)));
        collector.add(tensor.dataSync<'float32'>().slice(), size);
      }
    });
  }
}

/** A feature map with its spatial axes flattened: [batch, positions, units]. */
function mapOf(plan: Plan, group: Group, id: string, recording: Recording): tf.Tensor3D {
  const map = recording.maps.get(id)!;
  const [size] = map.shape;
  const flat = tf.reshape<tf.Rank.R3>(map, [size, -1, map.shape.at(-1)!]);
  const {columns} = plan.mapColumns.get(id)!.find(part => part.group === group)!;
  return columns.pick ? tf.gather(flat, [...columns.pick], 2) : flat;
}

function named(result: tf.Tensor | Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return result instanceof tf.Tensor ? {value: result} : {...result};
}

function checkRows(criterion: Criterion, group: Group, tensor: unknown, size: number): void {
  const expected = [size, group.size];
  const got: readonly number[] | undefined = tensor instanceof tf.Tensor ? (tensor as tf.Tensor).shape : undefined;
  if (got?.join() === expected.join()) return;
  throw new CriterionError(
    `Expected \`perExample\` of criterion "${criterion.name}" to return [${expected.join(', ')}] (examples, units) for ` +
      `group "${group.name}", got ${got ? `[${got.join(', ')}]` : typeof tensor}.`
  );
}

interface Whole {
  readonly labels: Int32Array;
  readonly draw: Float64Array | undefined;
  readonly curvature: Curvature;
}

function finishCriterion(
  plan: Plan,
  criterion: Criterion,
  collectors: ReadonlyMap<string, Collector>,
  examples: number,
  whole: Whole
): Float64Array {
  const scores = new Float64Array(plan.structure.units);
  for (const group of plan.structure.groups) {
    const maps = mapsOf(criterion, group);
    maps.forEach((_id, map) => {
      const part = finishGroup(plan, criterion, group, collected(criterion, group, map, collectors), examples, whole);
      for (let i = 0; i < group.size; i++) scores[group.first + i]! += part[i]! / maps.length;
    });
  }
  return scores;
}

function collected(criterion: Criterion, group: Group, map: number, collectors: ReadonlyMap<string, Collector>) {
  const prefix = collectorKey(criterion, group, map, '');
  const entries = [...collectors].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, collector]) => [key.slice(prefix.length), collector.result()]));
}

function finishGroup(
  {network, structure}: Plan,
  criterion: Criterion,
  group: Group,
  values: ReturnType<typeof collected>,
  examples: number,
  {labels, draw, curvature}: Whole
): ArrayLike<number> {
  let result: unknown;
  tf.tidy(() => {
    const evidence = guardEvidence<GroupEvidence & {positions: number; examples: number}>(
      criterion,
      {positions: group.positions, examples},
      {
        kernel: () => kernelColumns(network, structure, group, network.weights),
        kernelCurvature: () =>
          kernelColumns(network, structure, group, curvature.kernels(groupKernels(network, group))),
        labels: () => labels,
        draw: () => {
          if (draw) return draw.slice(group.first, group.first + group.size);
          throw new CriterionError(`Criterion "${criterion.name}" needs \`draw\`, but none was made for this scoring.`);
        }
      }
    );
    const {finish} = criterion;
    const finished = finish
      ? runCriterion(criterion, 'finish', () => finish(values, evidence))
      : (values.value as Float64Array);
    result = finished instanceof tf.Tensor ? Float64Array.from(finished.dataSync()) : finished;
  });
  checkScores(criterion, group, result);
  return result;
}

function checkScores(criterion: Criterion, group: Group, scores: unknown): asserts scores is ArrayLike<number> {
  const place = `criterion "${criterion.name}" to return`;
  const array = scores as ArrayLike<number> | undefined;
  if (typeof array?.length !== 'number' || array.length !== group.size) {
    throw new CriterionError(
      `Expected ${place} ${group.size} scores (one a unit) for group "${group.name}", got ` +
        `${typeof array?.length === 'number' ? array.length : typeof scores}.`
    );
  }
  for (let unit = 0; unit < array.length; unit++) {
    if (!Number.isFinite(array[unit])) {
      throw new CriterionError(
        `Expected ${place} finite scores, got ${array[unit]} for unit ${unit} of "${group.name}".`
      );
    }
  }
}
