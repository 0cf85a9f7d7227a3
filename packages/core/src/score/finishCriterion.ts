import {tf} from '@espalier/backend';
import type {Criterion, GroupEvidence} from '../criterion.ts';
import type {Group} from '../graph/structure.ts';
import type {Collector} from './collector.ts';
import {CriterionError, runCriterion} from './criterionError.ts';
import type {Curvature} from './curvature.ts';
import {guardEvidence} from './evidence.ts';
import {groupKernels, kernelColumns} from './kernels.ts';
import {collectorKey} from './observeGroup.ts';
import {mapsOf, type Plan} from './plan.ts';

/** Evidence that is there once all examples have been seen. */
interface Whole {
  readonly labels: Int32Array;
  readonly draw: Float64Array | undefined;
  readonly curvature: Curvature;
}

/** One score a unit of the whole network; results of a group's maps are averaged. */
export function finishCriterion(
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
          kernelColumns(network, structure, group, curvature.kernels(groupKernels(network, structure, group))),
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
