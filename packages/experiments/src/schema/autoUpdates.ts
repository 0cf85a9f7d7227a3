import {z} from 'zod';
import {atLeastZero} from './fields.ts';

const rule = z.strictObject({
  /** Of an update: the share of the training loss that it has to take off. */
  cost: atLeastZero().default(0.005)
});

/** Whether a rule ends the fine-tuning between removals; left out of the settings while it does not. */
export const autoUpdatesSchema = z
  .union([z.boolean(), rule], {error: 'true, false or {cost: a number of at least 0}'})
  .transform(given => (given === true ? rule.parse({}) : given || undefined))
  .readonly()
  .optional();

interface Checked {
  readonly autoUpdates?: z.output<typeof autoUpdatesSchema>;
  readonly updates: number;
}

/** Adds an issue where there are no updates to end. */
export function checkAutoUpdates(
  {autoUpdates, updates}: Checked,
  {addIssue}: {readonly addIssue: (issue: {code: 'custom'; path: PropertyKey[]; message: string}) => void}
): void {
  if (!autoUpdates || updates > 0) return;
  addIssue({code: 'custom', path: ['updates'], message: 'at least 1 beside autoUpdates, as the most that it allows'});
}
