import {join} from 'node:path';
import {duration} from '../output/formatNumber.ts';

/** Seconds of all steps of a pruning, part by part. */
export interface StepSeconds {
  readonly fineTune: number;
  readonly removal: number;
  readonly check: number;
  readonly evaluation: number;
}

/** The sums over `timings.jsonl` of a pruning's folder. */
export async function stepSeconds(out: string): Promise<StepSeconds> {
  const {readLines} = await import('@espalier/experiments');
  const rows = (await readLines(join(out, 'timings.jsonl'))) as readonly StepSeconds[];
  const sum = (part: keyof StepSeconds) => rows.reduce((total, row) => total + row[part], 0);
  return {fineTune: sum('fineTune'), removal: sum('removal'), check: sum('check'), evaluation: sum('evaluation')};
}

/** In a sentence; the self-check is told apart from removal, which it costs nothing. */
export function secondsInWords({fineTune, removal, check, evaluation}: StepSeconds): string {
  const seconds = (value: number) => (value < 100 ? `${value.toPrecision(3)} s` : duration(value));
  return (
    `Removing units took ${seconds(removal)}, checking them ${seconds(check)}, fine-tuning and scoring ` +
    `${seconds(fineTune)}, evaluating ${seconds(evaluation)}.`
  );
}
