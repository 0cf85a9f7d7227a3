import type {PrunedDocument} from '@espalier/experiments';

type Stopped = NonNullable<PrunedDocument['stopped']>;
type Judged = Pick<Stopped['kept'], 'drop' | 'bound'>;

/** Why pruning ended and how far the network may be below the unpruned one, where a drop of quality may end it. */
export function stoppedText({by, metric, points, confidence, examples, kept, failed}: Stopped): string {
  const judged = ({drop, bound}: Judged) => `${drop.toFixed(2)} points, at most ${bound.toFixed(2)}`;
  const how = `(${100 * confidence} % confidence, ${examples} examples)`;
  const network =
    kept.step === 0
      ? 'The unpruned network was kept.'
      : `Since the unpruned network ${metric} dropped by ${judged(kept)} ${how}.`;
  const end = failed
    ? `Step ${failed.step} was undone: by ${judged(failed)}, where ${points} are allowed${kept.step === 0 ? ` ${how}` : ''}.`
    : `Ended by ${by === 'floor' ? 'the floor of every group' : by}, with ${points} points allowed.`;
  return `${network} ${end}`;
}
