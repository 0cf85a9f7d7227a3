import {inspectModel, type InspectionDocument} from '@espalier/experiments';

/** Names of the groups whose maps go into pooling before any other kernel reads them. None where there is no model. */
export async function groupsBeforePooling(model: string): Promise<readonly string[]> {
  const inspection = await inspectModel(model).catch(() => undefined);
  if (!inspection) return [];
  return inspection.groups
    .filter(({layers}) => layers.some(name => meetsPooling(inspection, name)))
    .map(({name}) => name);
}

function meetsPooling({layers}: InspectionDocument, name: string): boolean {
  const after = layers.slice(layers.findIndex(layer => layer.name === name) + 1);
  const next = after.findIndex(({type}) => /Conv|Dense/.test(type));
  return after.slice(0, next < 0 ? undefined : next).some(({type}) => type.includes('Pooling'));
}
