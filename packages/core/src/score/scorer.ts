import {tf} from '@espalier/backend';
import type {Criterion} from '../criterion.ts';
import type {ConsumerEdge} from '../graph/consumerEdges.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import type {Collector, Sink} from './collector.ts';
import {CriterionError} from './criterionError.ts';
import {createCurvature} from './curvature.ts';
import {finishCriterion} from './finishCriterion.ts';
import {watchGates, watchMaps, type PerGroup, type Watch} from './gates.ts';
import {hasHalves, type Halves} from './halves.ts';
import {observeGroup, type GateSums} from './observeGroup.ts';
import {makePlan, type Plan, type ScorerOptions} from './plan.ts';
import {backwardPass, type Recording} from './recording.ts';

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
   * they are returned and belong to the caller. `indices` are those of the examples, for `halfOf`.
   */
  readonly observe: (
    recording: Recording,
    y: tf.Tensor2D,
    weights?: readonly string[],
    indices?: readonly number[]
  ) => Map<string, tf.Tensor>;
  /** Scores by criterion, one number a unit. Throws `CriterionError` where a criterion breaks its contract. */
  readonly finish: () => Map<string, Float64Array>;
  /** Scores of both halves by criterion, where `halfOf` makes halves and the criterion has them. */
  readonly finishHalves: () => Map<string, Halves>;
  readonly dispose: () => void;
}

/** A scorer for a network and its structure; both must stay as they are (weights may change) until `finish`. */
export function createScorer(network: Network, structure: Structure, options: ScorerOptions): Scorer {
  const plan = makePlan(network, structure, options);
  const {needs, criteria} = plan;
  const curvature = createCurvature({network, structure, edges: plan.edges, needs, ...options});
  const collectors = new Map<string, Collector>();
  const labels: number[] = [];
  const halves: readonly Half[] = options.halfOf ? [createHalf(), createHalf()] : [];
  let examples = 0;
  const gradientNeeds = needs.has('gateGradient') || needs.has('elementwiseGradient');
  const mapNeeds = needs.has('featureMap') || (needs.has('elementwiseGradient') && plan.atMap.size > 0);
  return {
    taps: gradientNeeds || needs.has('gateCurvature') ? plan.edges : new Map(),
    maps: mapNeeds ? [...plan.mapColumns.keys()] : [],
    backward: gradientNeeds || curvature.backward,
    oneByOne: curvature.oneByOne,
    // One scope for all: whatever a criterion throws, nothing is left behind.
    observe: (recording, y, weights = [], indices = []) => {
      const gradients = tf.tidy(() => {
        const signed: PerGroup = new Map();
        const absolute: PerGroup = new Map();
        const derivatives = differentiate(plan, recording, y, weights, {signed, absolute});
        const curved = curvature.observe(recording, examples);
        const rows = halves.map((_half, number) => rowsInHalf(number, options.halfOf, indices));
        const sinks: Sink[] = [{collectors}, ...halves.map((half, i) => ({...half, rows: rows[i]!}))];
        for (const group of structure.groups) {
          observeGroup(plan, group, recording, {signed, absolute, curved}, y.shape[0], sinks);
        }
        const classes = needs.has('labels') ? tf.argMax(y, -1).dataSync() : undefined;
        if (classes) labels.push(...classes);
        for (const [i, half] of halves.entries()) {
          half.indices.push(...rows[i]!.map(row => indices[row]!));
          if (classes) half.labels.push(...rows[i]!.map(row => classes[row]!));
        }
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
    finishHalves: () => {
      if (halves.length === 0 || halves.some(({indices}) => indices.length === 0)) return new Map();
      const seen = new Set(halves.flatMap(({indices}) => indices)).size;
      const finishHalf = (criterion: Criterion, half: Half) =>
        finishCriterion(plan, criterion, half.collectors, half.indices.length, {
          labels: Int32Array.from(half.labels),
          draw: options.draw,
          curvature
        });
      return new Map(
        criteria.filter(hasHalves).flatMap((criterion): [string, Halves][] => {
          try {
            const [first, second] = halves.map(half => finishHalf(criterion, half)) as [Float64Array, Float64Array];
            return [[criterion.name, {examples: seen, scores: [first, second]}]];
          } catch (error) {
            // What cannot be told of half as many examples is no fault of the scores of all.
            if (error instanceof CriterionError) return [];
            throw error;
          }
        })
      );
    },
    dispose: () => curvature.dispose()
  };
}

/** What was seen of one half of the examples. */
interface Half extends Pick<Sink, 'collectors'> {
  readonly labels: number[];
  readonly indices: number[];
}

function createHalf(): Half {
  return {collectors: new Map<string, Collector>(), labels: [], indices: []};
}

function rowsInHalf(half: number, halfOf: ScorerOptions['halfOf'], indices: readonly number[]): number[] {
  return indices.flatMap((index, row) => (halfOf!(index) === half ? [row] : []));
}

/** The backward pass of the loss, where gates or weights ask for one. */
function differentiate(
  plan: Plan,
  recording: Recording,
  y: tf.Tensor2D,
  weights: readonly string[],
  {signed, absolute}: Pick<GateSums, 'signed' | 'absolute'>
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
