import {z} from 'zod';

/** What is read of `inspection.json`, the description that a base stage keeps of its network. */
export const inspectionSchema = z.looseObject({
  layers: z.array(z.looseObject({name: z.string(), type: z.string()})),
  groups: z.array(z.looseObject({name: z.string(), layers: z.array(z.string())}))
});

export type Inspection = z.infer<typeof inspectionSchema>;

/** Names of the groups whose maps go into pooling before any other kernel reads them. */
export function groupsBeforePooling({layers, groups}: Inspection): readonly string[] {
  return groups.filter(group => group.layers.some(name => meetsPooling(layers, name))).map(({name}) => name);
}

function meetsPooling(layers: Inspection['layers'], name: string): boolean {
  const after = layers.slice(layers.findIndex(layer => layer.name === name) + 1);
  const next = after.findIndex(({type}) => /Conv|Dense/.test(type));
  return after.slice(0, next < 0 ? undefined : next).some(({type}) => type.includes('Pooling'));
}
