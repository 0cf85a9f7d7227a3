import {Option, type Command} from 'commander';
import type {DistillOptions} from '@espalier/core';
import {UsageError} from '../errors/UsageError.ts';
import {commaList} from './lists.ts';
import * as numbers from './numbers.ts';

/** What the options of a teacher give. */
export interface DistillTexts {
  readonly distill?: boolean;
  readonly distillTemperature?: number;
  readonly distillWeight?: number;
  readonly distillFeatures?: readonly string[];
  readonly distillFeaturesWeight?: number;
}

/** Adds the options of a teacher. Each but the first asks for one, too. */
export function addDistill(command: Command): Command {
  const more = (flags: string, what: string) => new Option(flags, what).implies({distill: true});
  return command
    .option('--distill', 'fine-tune with the unpruned network as teacher; scores stay those of the loss alone')
    .addOption(
      more('--distill-temperature <x>', 'that logits are divided by; 4 unless given').argParser(
        numbers.positiveNumber('--distill-temperature')
      )
    )
    .addOption(
      more('--distill-weight <x>', 'share of the teacher in the loss, 0 to 1; 0.5 unless given').argParser(
        numbers.shareOfOne('--distill-weight')
      )
    )
    .addOption(
      more('--distill-features <layers>', "layers whose outputs are to be the teacher's, names or patterns").argParser(
        commaList('--distill-features')
      )
    )
    .addOption(
      more('--distill-features-weight <x>', 'of these layers in the loss; 1 unless given').argParser(
        numbers.numberAtLeastZero('--distill-features-weight')
      )
    );
}

/** The options as the `distill` of an experiment file; nothing where there is no teacher. */
export function distillOf(texts: DistillTexts): DistillOptions | undefined {
  const {distill, distillTemperature: temperature, distillWeight: weight} = texts;
  const {distillFeatures: layers, distillFeaturesWeight} = texts;
  if (!distill) return undefined;
  if (!layers && distillFeaturesWeight !== undefined) {
    throw new UsageError('Expected --distill-features beside --distill-features-weight, got none.');
  }
  return {
    ...(temperature !== undefined && {temperature}),
    ...(weight !== undefined && {weight}),
    ...(layers && {features: {layers, weight: distillFeaturesWeight ?? 1}})
  };
}
