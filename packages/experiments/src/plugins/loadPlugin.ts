import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {defineCriterion, type Criterion} from '@espalier/core';
import {ConfigError} from '../schema/ConfigError.ts';
import {bundlePlugin} from './bundlePlugin.ts';

export interface LoadedPlugin {
  /** Path or package name, as the user gave it. */
  readonly plugin: string;
  readonly sha256: string;
  readonly criteria: readonly Criterion[];
}

/**
 * Loads plugins, TypeScript or JavaScript, by path or package name, relative to `folder`; one that is named twice, once.
 * Throws a ConfigError.
 */
export async function loadPlugins(plugins: readonly string[], folder = process.cwd()): Promise<LoadedPlugin[]> {
  const loaded: LoadedPlugin[] = [];
  for (const plugin of new Set(plugins)) loaded.push(await loadPlugin(plugin, folder));
  return loaded;
}

async function loadPlugin(plugin: string, folder: string): Promise<LoadedPlugin> {
  const {code, sha256} = await bundlePlugin(plugin, folder);
  const exported = await importText(code, plugin);
  const found = [...new Set(Object.values(exported).filter(isCriterion))];
  if (found.length === 0) {
    throw new ConfigError(
      `Expected plugin ${plugin} to export a criterion made by defineCriterion, got ${describeExports(exported)}.`
    );
  }
  return {plugin, sha256, criteria: found.map(criterion => completed(criterion, plugin))};
}

async function importText(code: string, plugin: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-plugin-'));
  try {
    const file = join(folder, 'plugin.mjs');
    await writeFile(file, code);
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {plugin: Record<string, unknown>};
    return module.plugin;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Could not load plugin ${plugin}: ${reason}`, {cause});
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** Looks like a criterion, whether or not `defineCriterion` made it. */
function isCriterion(value: unknown): value is Criterion {
  return typeof value === 'object' && value !== null && 'name' in value && 'needs' in value;
}

/** `defineCriterion` changes nothing about its own results, and completes or refuses a hand-made object. */
function completed(criterion: Criterion, plugin: string): Criterion {
  try {
    return defineCriterion(criterion as Parameters<typeof defineCriterion>[0]);
  } catch (cause) {
    throw new ConfigError(`Plugin ${plugin}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
}

function describeExports(exported: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exported);
  return names.length === 0 ? 'no exports' : `exports ${names.join(', ')}`;
}
