import type {Examples} from './data.ts';
import {allOf, batchesOf, logits} from './evaluate.ts';
import {feedOf} from './graph/feed.ts';
import type {Network} from './graph/network.ts';
import type {Outcomes} from './metrics/metric.ts';
import {createOutcomesRecorder} from './metrics/outcomesRecorder.ts';

/** What a network makes of all examples, in order, in evaluation mode. */
export async function predictOutcomes(
  network: Network,
  examples: Examples,
  {batchSize = 250}: {readonly batchSize?: number} = {}
): Promise<Outcomes> {
  const recorder = createOutcomesRecorder(examples.classes);
  for await (const batch of batchesOf(examples, allOf(examples), batchSize)) {
    const scores = logits(network, feedOf(batch));
    recorder.add(scores, batch.y);
    scores.dispose();
  }
  return recorder.outcomes();
}
