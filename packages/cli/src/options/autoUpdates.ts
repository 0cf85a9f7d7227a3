import {Option, type Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import * as numbers from './numbers.ts';

/** What the options of the rule that ends fine-tuning give. */
export interface AutoUpdatesTexts {
  readonly autoUpdates?: boolean | {readonly cost: number};
  readonly updateCost?: number;
  readonly updates: number;
}

/** Adds the options of the rule. The second asks for it, too. */
export function addAutoUpdates(command: Command): Command {
  return command
    .option('--auto-updates', 'makes --updates the most: stops where an update no longer buys what it costs')
    .addOption(
      new Option('--update-cost <x>', 'share of the training loss that an update has to take off; 0.005 unless given')
        .argParser(numbers.numberAtLeastZero('--update-cost'))
        .implies({autoUpdates: true})
    );
}

/** The options as the `autoUpdates` of an experiment file; nothing where no rule is asked for. */
export function autoUpdatesOf({
  autoUpdates,
  updateCost: cost,
  updates
}: AutoUpdatesTexts): AutoUpdatesTexts['autoUpdates'] {
  if (!autoUpdates) return undefined;
  if (updates === 0) throw new UsageError('Expected --updates to be at least 1 beside --auto-updates, got 0.');
  return cost === undefined ? true : {cost};
}
