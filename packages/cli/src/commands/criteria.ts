import type {Command} from 'commander';
import type {Criterion} from '@espalier/core';
import {examples} from '../help/examples.ts';
import {checkCriteria} from './checkCriteria.ts';
import {jsonOption, pluginOption, quietOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';

export function addCriteria(program: Command): void {
  program
    .command('criteria')
    .description('what units can be ranked by: name, formula, needs, source')
    .addOption(pluginOption())
    .option('--check', 'run the conformance kit on the criteria of plugins')
    .option('--all', 'with --check: on every criterion')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', examples('espalier criteria', 'espalier criteria --plugin my-criterion.ts --check'))
    .action(criteria);
}

interface CriteriaOptions {
  readonly plugin?: readonly string[];
  readonly check?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function criteria({plugin = [], check, all, json, quiet}: CriteriaOptions): Promise<void> {
  const {criteriaRegistry, loadPlugins} = await import('@espalier/experiments');
  const plugins = await loadPlugins(plugin);
  const registry = criteriaRegistry(plugins);
  const known = registry.names.map(name => registry.get(name));
  if (check) {
    const chosen = all ? known : plugins.flatMap(loaded => loaded.criteria);
    return checkCriteria(chosen, {json, quiet});
  }
  const measured = registry.rankings.filter(name => !registry.names.includes(name));
  if (json) {
    printJson({format: 'espalier.criteria/1', criteria: known.map(describe), measured});
    return;
  }
  printText(table(known));
  if (!quiet) process.stderr.write(`\nFor prune, run and sweep also the measured oracle: ${measured.join(', ')}.\n`);
}

function describe({name, formula, needs, source, ranked, laws}: Criterion) {
  return {name, formula, needs, source, ranked, laws};
}

function table(known: readonly Criterion[]): string {
  return textTable(
    [
      {header: 'name'},
      {header: 'formula', prose: true},
      {header: 'needs', prose: true},
      {header: 'source', prose: true}
    ],
    known.map(({name, formula, needs, source}) => [name, formula, needs.join(', '), source])
  );
}
