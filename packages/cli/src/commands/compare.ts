import {Option, type Command} from 'commander';
import {examples} from '../help/examples.ts';
import {commaList} from '../options/lists.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description('which settings differ between runs, and what came of it; of a sweep, groups over seeds')
    .argument('<runs...>', 'ids or sweep/ids of runs, or the name of one sweep')
    .addOption(
      new Option('--by <keys>', 'group by these settings in place of the swept ones').argParser(commaList('--by'))
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('espalier compare taylor-s0 obd-s0', 'espalier compare my-sweep', 'espalier compare my-sweep --by lr')
    )
    .action(compare);
}

interface CompareFlags {
  readonly by?: readonly string[];
  readonly runs: string;
  readonly json?: boolean;
}

async function compare(names: readonly string[], {by, runs, json}: CompareFlags): Promise<void> {
  const {existingRunStore} = await import('@espalier/experiments/store');
  const {chosenRuns} = await import('../comparing/chosenRuns.ts');
  const {runs: chosen, sweep} = await chosenRuns(existingRunStore(runs), names, by);
  if (sweep !== undefined || by) {
    const {compareGroups} = await import('../comparing/compareGroups.ts');
    const document = await compareGroups(chosen, by);
    const {groupsText} = await import('../comparing/groupsText.ts');
    if (json) printJson(document);
    else printText(groupsText(document));
    return;
  }
  const {compareRuns} = await import('../comparing/compareRuns.ts');
  const document = await compareRuns(chosen);
  const {comparisonText} = await import('../comparing/comparisonText.ts');
  if (json) printJson(document);
  else printText(comparisonText(document));
}
