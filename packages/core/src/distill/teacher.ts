import {tf} from '@espalier/backend';
import type {Batch} from '../data.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import {fed, feedOf} from '../graph/feed.ts';
import {findStructure} from '../graph/findStructure.ts';
import {forward} from '../graph/forward.ts';
import {matchesAny} from '../graph/layerPattern.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {checkPatterns, type StructureOptions} from '../graph/structureOptions.ts';
import type {Loss} from '../loss.ts';
import type {Derivatives, Recording} from '../score/recording.ts';
import {channelsLeft, originalUnits} from './channelsLeft.ts';
import type {DistillOptions} from './distillOptions.ts';
import {featureTerm, logitsTerm, type Term} from './terms.ts';

/** The unpruned network, from which what is left of it learns. */
export interface Teacher {
  /**
   * How it teaches a network that was pruned from it. `origins` has, for each of that network's units, its index in its
   * group in the teacher.
   */
  readonly teach: (structure: Structure, origins: readonly number[]) => Distillation;
  readonly dispose: () => void;
}

/** What fine-tuning follows in place of the task's loss alone. */
export interface Distillation {
  /** Nodes whose outputs passes must keep. */
  readonly maps: readonly string[];
  /** Runs the teacher on a minibatch that was recorded. `loss` is the task's. */
  readonly lesson: (recording: Recording, batch: Batch, loss: Loss) => Lesson;
}

/** What a minibatch costs. */
export interface Lesson {
  /** Mean over the examples of (1 − weight) · task + weight · T² · KL(teacher_T ‖ student_T), and the features' part. */
  readonly loss: number;
  /** Its derivatives by the recording's logits and feature maps; the caller disposes them. */
  readonly derivatives: Derivatives;
}

/**
 * Makes a teacher of a network, which stays the caller's and may be pruned afterwards. It runs in evaluation mode, once a
 * minibatch, and nothing is differentiated by it. Where there are several outputs, the first one teaches.
 *
 * Throws a StructureError where `features` name layers that are not there.
 */
export function createTeacher(network: Network, options: DistillOptions, structureOptions?: StructureOptions): Teacher {
  const {features} = options;
  const nodes = taughtNodes(network, features?.layers ?? []);
  const unpruned = features && findStructure(network, structureOptions);
  const teacher = cloneNetwork(network);
  return {
    teach: (structure, origins) => {
      const units = unpruned ? originalUnits(unpruned, structure, origins) : new Set<number>();
      const maps = new Map(nodes.map(node => [node, unpruned && channelsLeft(unpruned, node, units)]));
      const lesson: Distillation['lesson'] = (recording, batch, loss) => {
        const terms = tf.tidy(() => termsOf(recording, batch, {...options, teacher, maps, loss}));
        const cost = terms.reduce((sum, term) => sum + term.cost.dataSync()[0]!, 0);
        terms.forEach(term => term.cost.dispose());
        const at = [recording.logits, ...nodes.map(node => recording.maps.get(node)!)];
        return {loss: cost, derivatives: terms.map(({derivative}, i) => [at[i]!, derivative])};
      };
      return {maps: nodes, lesson};
    },
    dispose: () => disposeNetwork(teacher)
  };
}

interface Teaching extends DistillOptions {
  readonly teacher: Network;
  /** The teacher's channels that are left at each node to be matched; undefined for all. */
  readonly maps: ReadonlyMap<string, readonly number[] | undefined>;
  readonly loss: Loss;
}

/** That of the logits, then one for each node of `maps`. */
function termsOf(
  recording: Recording,
  batch: Batch,
  {teacher, maps, loss, temperature = 4, weight = 0.5, features}: Teaching
): Term[] {
  const [output] = teacher.outputs;
  const values = forward(teacher, fed(teacher, feedOf(batch)), [...new Set([output!, ...maps.keys()])]);
  const taught = values.get(output!)! as tf.Tensor2D;
  const byLogits = logitsTerm({logits: recording.logits, taught, y: batch.y, loss, temperature, weight});
  const byMaps = [...maps].map(([node, channels]) => {
    const map = values.get(node)!;
    const shown = channels ? tf.gather(map, [...channels], map.rank - 1) : map; // [batch, …, channels left]
    return featureTerm(recording.maps.get(node)!, shown, features!.weight / maps.size);
  });
  return [byLogits, ...byMaps];
}

/** The calls of the layers that patterns name. */
function taughtNodes({nodes}: Network, patterns: readonly string[]): string[] {
  const inner = nodes.filter(({inputs}) => inputs.length > 0);
  checkPatterns('distill.features.layers', patterns, [...new Set(inner.map(({layer}) => layer))]);
  return inner.filter(({layer}) => matchesAny(patterns, layer)).map(({id}) => id);
}
