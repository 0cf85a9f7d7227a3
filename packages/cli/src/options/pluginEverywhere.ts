import type {Command} from 'commander';
import {pluginOption} from './shared.ts';

/**
 * Lets every command take `--plugin`, so that one list of plugins serves them all. A command that has no use for
 * criteria loads and checks them, and goes on without.
 */
export function acceptPluginsEverywhere(program: Command): void {
  const checked = commandsThatRun(program).filter(({options}) => !options.some(({long}) => long === '--plugin'));
  for (const command of checked) {
    command.addOption(pluginOption()).hook('preAction', async () => {
      const {plugin = []} = command.opts<{plugin?: readonly string[]}>();
      if (plugin.length === 0) return;
      const {criteriaRegistry, loadPlugins} = await import('@espalier/experiments');
      criteriaRegistry(await loadPlugins(plugin));
    });
  }
}

/** The commands that do something themselves. */
function commandsThatRun(command: Command): readonly Command[] {
  const below = command.commands.flatMap(commandsThatRun);
  // A group has no options of its own unless it does something itself.
  const runs = command.commands.length === 0 || (command.parent !== null && command.options.length > 0);
  return runs ? [command, ...below] : below;
}
