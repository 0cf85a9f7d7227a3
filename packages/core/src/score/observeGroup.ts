import {tf} from '@espalier/backend';
import type {Criterion, ExampleEvidence} from '../criterion.ts';
import type {Group} from '../graph/structure.ts';
import {createCollector, rowsOf, type Sink} from './collector.ts';
import {CriterionError, runCriterion} from './criterionError.ts';
import {guardEvidence} from './evidence.ts';
import type {PerGroup} from './gates.ts';
import {mapsOf, type Plan} from './plan.ts';
import type {Recording} from './recording.ts';

/** What the backward passes of a minibatch came to, per example: [batch, units] for each group. */
export interface GateSums {
  /** ∂C/∂g */
  readonly signed: PerGroup;
  /** Σ |∂C/∂z · z| */
  readonly absolute: PerGroup;
  /** ∂²C/∂g² */
  readonly curved: PerGroup;
}

export function collectorKey(criterion: Criterion, group: Group, map: number, key: string): string {
  return `${criterion.name}|${group.first}|${map}|${key}`;
}

/** Shows one group's evidence of a minibatch to every criterion, and collects what they make of it. */
export function observeGroup(
  plan: Plan,
  group: Group,
  recording: Recording,
  {signed, absolute, curved}: GateSums,
  size: number,
  sinks: readonly Sink[]
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
        const rows = tensor.dataSync<'float32'>().slice();
        for (const sink of sinks) {
          let collector = sink.collectors.get(place);
          if (!collector) sink.collectors.set(place, (collector = createCollector(criterion.collect, group.size)));
          if (sink.rows) collector.add(rowsOf(rows, group.size, sink.rows), sink.rows.length);
          else collector.add(rows, size);
        }
      }
    });
  }
}

/** A feature map with its spatial axes flattened: [batch, positions, units]. Channels of one unit count as positions. */
function mapOf(plan: Plan, group: Group, id: string, recording: Recording): tf.Tensor3D {
  const map = recording.maps.get(id)!;
  const [size] = map.shape;
  const flat = tf.reshape<tf.Rank.R3>(map, [size, -1, map.shape.at(-1)!]);
  const {columns} = plan.mapColumns.get(id)!.find(part => part.group === group)!;
  if (columns.identity) return flat;
  const parts = columns.columns.map(column => tf.gather(flat, [...column], 2));
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
}

/** A lone tensor goes by the name `value`; so does what is no tensor at all, for `checkRows` to refuse. */
function named(result: unknown): Readonly<Record<string, tf.Tensor>> {
  const several = typeof result === 'object' && result !== null && !(result instanceof tf.Tensor);
  return several ? (result as Readonly<Record<string, tf.Tensor>>) : {value: result as tf.Tensor};
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
