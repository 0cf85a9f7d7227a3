import {
  copyOptimizerState,
  createOptimizer,
  fineTune,
  type CreateOptimizerOptions,
  type Distillation,
  type Examples,
  type Network,
  type OptimizerState
} from '@espalier/core';
import {createCheckpointer} from '../checkpointer.ts';
import {throwIfAborted} from '../events.ts';
import type {RunContext} from '../runContext.ts';
import {resumeTraining, writeTraining, type TrainingFile} from '../trainCheckpoint.ts';

/** Updates between two places to go on from. */
const PART = 25;

/** Updates of one learning rate, on minibatches in the order of a seed. */
export interface TuningPhase {
  readonly updates: number;
  readonly lr: number;
  readonly seed: number;
}

export interface Tuning {
  readonly train: Examples;
  readonly optimizer: Omit<CreateOptimizerOptions, 'lr'>;
  readonly batchSize: number;
  /** Number of the first update, for its place in the data's order. */
  readonly start: number;
  readonly phases: readonly TuningPhase[];
  /** What the optimizer begins with; it stays the caller's. */
  readonly from?: OptimizerState;
  readonly distillation?: Distillation;
  /** Goes on from this checkpoint where it is there, and writes it. */
  readonly file: TrainingFile;
  readonly onUpdate?: (done: number, total: number) => void;
}

/**
 * Fine-tunes in place, one phase after the other. May be stopped behind every 25 updates, and comes to the same bits when
 * it is called again with the network as it was at first.
 */
export async function tuneResumably(
  network: Network,
  {train, optimizer: rule, batchSize, start, phases, from, distillation, file, onUpdate}: Tuning,
  context: Pick<RunContext, 'signal' | 'checkpointSoon' | 'log'>
): Promise<void> {
  const total = phases.reduce((sum, {updates}) => sum + updates, 0);
  const {boundary} = createCheckpointer(context);
  const resumed = await resumeTraining(file, network, context);
  const state = resumed?.optimizer ?? (from && copyOptimizerState(from));
  const optimizer = createOptimizer({...rule, lr: phases[0]?.lr ?? 0}, state);
  const before = from?.updates ?? 0;
  try {
    for (let done = optimizer.updates - before; done < total; done = optimizer.updates - before) {
      const {lr, seed, left} = phaseAt(phases, done);
      optimizer.lr = lr;
      await fineTune(network, train, {
        ...{optimizer, batchSize, seed, start: start + done, updates: Math.min(PART, left), distillation},
        onUpdate: update => {
          throwIfAborted(context.signal);
          onUpdate?.(update + 1 - start, total);
        }
      });
      await boundary(() => writeTraining(file, network, {history: [], optimizer}));
    }
  } finally {
    optimizer.dispose();
  }
}

/** The phase of an update, and how many updates of it are left. */
function phaseAt(phases: readonly TuningPhase[], done: number): TuningPhase & {readonly left: number} {
  let end = 0;
  for (const phase of phases) {
    end += phase.updates;
    if (done < end) return {...phase, left: end - done};
  }
  throw new Error(`Expected fewer than ${end} updates, got ${done}.`);
}
