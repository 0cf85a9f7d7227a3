import type {Latency} from '@espalier/core';
import type {Stopped} from '../run/drop/stopped.ts';
import type {PrunedEnds} from '../run/pruneNetwork.ts';
import {VERSION} from '../version.ts';

interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** `result.json` of `espalier prune`. Accuracies are shares in [0, 1]; `accuracy` is that of the test split. */
export interface PrunedDocument {
  readonly format: 'espalier.pruned/1';
  readonly espalier: string;
  readonly model: {readonly sha256: string};
  readonly data: {readonly name: string; readonly sha256: string};
  readonly criterion: string;
  readonly seed: number;
  readonly steps: number;
  readonly units: BeforeAfter;
  readonly parameters: BeforeAfter;
  readonly flops: BeforeAfter;
  readonly accuracy: BeforeAfter;
  readonly loss: BeforeAfter;
  readonly validationAccuracy: BeforeAfter;
  readonly validationLoss: BeforeAfter;
  /** Bytes of all outputs of one example, where memory is the target. */
  readonly memory?: BeforeAfter;
  /** Milliseconds of one pass, where latency is the target: such documents are not the same bytes every time. */
  readonly latency?: Latency;
  /** What ended pruning, where a drop of quality may. */
  readonly stopped?: Stopped;
}

type Head = Pick<PrunedDocument, 'model' | 'data' | 'criterion' | 'seed'>;

/** Numbers that every network has. */
type Measure = 'units' | 'parameters' | 'flops' | 'testAccuracy' | 'testLoss' | 'validationAccuracy' | 'validationLoss';

/** The document of a pruning that is done. */
export function prunedDocument(head: Head, {before, after, latency, stopped}: PrunedEnds): PrunedDocument {
  const both = (key: Measure): BeforeAfter => ({
    before: before[key],
    after: after[key]
  });
  const [start, end] = [before.memory, after.memory];
  return {
    format: 'espalier.pruned/1',
    espalier: VERSION,
    ...head,
    steps: after.step,
    units: both('units'),
    parameters: both('parameters'),
    flops: both('flops'),
    accuracy: both('testAccuracy'),
    loss: both('testLoss'),
    validationAccuracy: both('validationAccuracy'),
    validationLoss: both('validationLoss'),
    ...(start !== undefined && end !== undefined && {memory: {before: start, after: end}}),
    ...(latency && {latency}),
    ...(stopped && {stopped})
  };
}
