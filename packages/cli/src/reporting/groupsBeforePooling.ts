import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {NetworkDescription} from '@espalier/experiments';

/**
 * Names of the groups whose maps go into pooling before any other kernel reads them, from the description that a base
 * stage keeps of its network. None where there is no such file.
 */
export async function groupsBeforePooling(stage: string): Promise<readonly string[]> {
  const text = await readFile(join(stage, 'inspection.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const {layers, groups} = JSON.parse(text) as NetworkDescription;
  return groups.filter(group => group.layers.some(name => meetsPooling(layers, name))).map(({name}) => name);
}

function meetsPooling(layers: NetworkDescription['layers'], name: string): boolean {
  const after = layers.slice(layers.findIndex(layer => layer.name === name) + 1);
  const next = after.findIndex(({type}) => /Conv|Dense/.test(type));
  return after.slice(0, next < 0 ? undefined : next).some(({type}) => type.includes('Pooling'));
}
