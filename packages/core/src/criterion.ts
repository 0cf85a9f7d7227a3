import type {tf} from '@espalier/backend';

/**
 * What a criterion may see of one group, of one feature map of it, and of one minibatch. Each key is computed only
 * where a criterion lists it in `needs`, and reading any other key throws.
 */
export interface ExampleEvidence {
  /** ∂C/∂g of each example and unit, summed over all consumers and positions: [batch, units]. */
  readonly gateGradient: tf.Tensor2D;
  /** Σ over positions of |∂C/∂z · z| of each example and unit: [batch, units]. */
  readonly elementwiseGradient: tf.Tensor2D;
  /** ∂²C/∂g² of each example and unit in the Gauss-Newton sense: [batch, units]. */
  readonly gateCurvature: tf.Tensor2D;
  /** The feature map z with its spatial axes flattened: [batch, positions, units]. */
  readonly featureMap: tf.Tensor3D;
}

/** What a criterion may see of one group when all examples have been seen. */
export interface GroupEvidence {
  /** The units' own kernels, all producers and depthwise members below each other: [weights, units]. */
  readonly kernel: tf.Tensor2D;
  /** Diagonal of the Gauss-Newton matrix of the mean loss for each element of `kernel`: [weights, units]. */
  readonly kernelCurvature: tf.Tensor2D;
  /** Class index of each example in the order in which `perExample` saw them: [examples]. */
  readonly labels: Int32Array;
  /** One uniform number in (0, 1) for each unit, drawn once over the original units from the run's seed: [units]. */
  readonly draw: Float64Array;
}

export type Need = keyof ExampleEvidence | keyof GroupEvidence;

/** Always there: number of positions M of the group's first feature map, and number of examples seen. */
export interface Counts {
  readonly positions: number;
  readonly examples: number;
}

/** How `perExample` results of all batches come together; the engine does the counting. */
export type Collect =
  /** Mean over examples: [units]. */
  | 'mean'
  /** Mean and population variance over examples, without loss of digits: [units] each. */
  | 'moments'
  /** Every example's row: [examples, units]. */
  | 'all';

export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Rows of all examples, row-major: `values[example * units + unit]`. */
export interface Rows {
  readonly values: Float32Array;
  readonly units: number;
}

export type Collected<C extends Collect> = C extends 'mean' ? Float64Array : C extends 'moments' ? Moments : Rows;

/** Which optional laws of the conformance kit a criterion obeys. All true unless said otherwise. */
export interface Laws {
  /** A unit that no consumer feels, and whose map is 0, gets the lowest score of its group. */
  readonly zeroWhenDead?: boolean;
  /** Permuting a layer's filters permutes the scores in the same way. */
  readonly permutes?: boolean;
}

/**
 * A pruning criterion: what it needs to see, one expression for each example, and how the examples come together.
 * Low scores are pruned first.
 *
 * `perExample` runs in a tidy scope that the engine owns, once for each group, feature map and minibatch, and returns
 * one or several tensors [batch, units]. The engine collects them over all examples (`collect`), whatever the batches,
 * and hands them to `finish`, which returns one score for each unit; without `finish` the mean is the score. A group
 * of several feature maps is finished map by map and the results averaged.
 */
export interface Criterion {
  readonly name: string;
  /** The formula in one line of plain text, for tables and `espalier criteria`. */
  readonly formula: string;
  /** Publication and equation. */
  readonly source: string;
  readonly needs: readonly Need[];
  readonly collect: Collect;
  /** `raw` keeps a criterion out of normalisation when ranking (random alone). */
  readonly ranked: 'normalized' | 'raw';
  readonly laws: Required<Laws>;
  readonly perExample?: (evidence: ExampleEvidence & Counts) => tf.Tensor | Readonly<Record<string, tf.Tensor>>;
  readonly finish?: (
    collected: Readonly<Record<string, Float64Array | Moments | Rows>>,
    evidence: GroupEvidence & Counts
  ) => Float64Array | readonly number[] | tf.Tensor1D;
}

/** What an author writes: `needs` decides which evidence the compiler lets the functions read. */
export interface CriterionDefinition<N extends Need, C extends Collect> {
  readonly name: string;
  readonly formula?: string;
  readonly source?: string;
  readonly needs: readonly N[];
  readonly collect?: C;
  readonly ranked?: 'normalized' | 'raw';
  readonly laws?: Laws;
  readonly perExample?: (
    evidence: Pick<ExampleEvidence, N & keyof ExampleEvidence> & Counts
  ) => tf.Tensor | Readonly<Record<string, tf.Tensor>>;
  /** A lone tensor of `perExample` arrives under the key `value`. */
  readonly finish?: (
    collected: Readonly<Record<string, Collected<C>>>,
    evidence: Pick<GroupEvidence, N & keyof GroupEvidence> & Counts
  ) => Float64Array | readonly number[] | tf.Tensor1D;
}

/**
 * Checks a definition and fills in its defaults.
 *
 * Throws when the name is not lower-case words joined by hyphens, a need is unknown, or there is nothing to compute.
 */
export function defineCriterion<const N extends Need, const C extends Collect = 'mean'>(
  definition: CriterionDefinition<N, C>
): Criterion {
  const {name, needs, perExample, finish} = definition;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `Expected a criterion's name to be lower-case words joined by hyphens, got ${JSON.stringify(name)}.`
    );
  }
  // Plugins written in JavaScript come without the compiler's word.
  const listed: unknown = needs;
  if (!Array.isArray(listed)) {
    throw new Error(`Expected criterion "${name}" to list what it needs in \`needs\`.`);
  }
  for (const need of needs) {
    if (!NEEDS.includes(need)) {
      throw new Error(`Unknown need "${need}" of criterion "${name}". Known: ${NEEDS.join(', ')}.`);
    }
  }
  if (!perExample && !finish) {
    throw new Error(`Expected criterion "${name}" to have \`perExample\`, \`finish\` or both.`);
  }
  return {
    name,
    formula: definition.formula ?? '',
    source: definition.source ?? '',
    needs,
    collect: definition.collect ?? 'mean',
    ranked: definition.ranked ?? 'normalized',
    laws: {zeroWhenDead: true, permutes: true, ...definition.laws},
    perExample: perExample,
    finish: finish as Criterion['finish']
  };
}

export const NEEDS: readonly Need[] = [
  'gateGradient',
  'elementwiseGradient',
  'gateCurvature',
  'featureMap',
  'kernel',
  'kernelCurvature',
  'labels',
  'draw'
];
