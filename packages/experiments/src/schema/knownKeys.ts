import {z} from 'zod';

/** Keys that the object at `path` of a schema may have; empty where the schema has no such object. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const field = fieldAt(schema, path);
  return field instanceof z.ZodObject ? Object.keys(field.shape) : [];
}

/** The schema of the value at `path`, below defaults and the like; nothing where there is no such key. */
export function fieldAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let current: z.ZodType | undefined = unwrap(schema);
  for (const key of path) {
    if (!(current instanceof z.ZodObject)) return undefined;
    const next: unknown = (current.shape as Record<string, unknown>)[String(key)];
    current = next instanceof z.ZodType ? unwrap(next) : undefined;
  }
  return current;
}

/** The schema below defaults, optional marks and transforms. */
function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType);
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}
