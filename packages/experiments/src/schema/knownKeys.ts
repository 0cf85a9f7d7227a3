import {z} from 'zod';

/** Keys that the object at `path` of a schema may have; empty where the schema has no such object. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(shapeOf(fieldAt(schema, path)));
}

/** The schema of the value at `path`, below defaults and the like; nothing where there is no such key. */
export function fieldAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let current: z.ZodType | undefined = unwrap(schema);
  for (const key of path) {
    const next: unknown = shapeOf(current)[String(key)];
    current = next instanceof z.ZodType ? unwrap(next) : undefined;
  }
  return current;
}

/** The fields of an object, or of the one that a union allows beside plain values. */
function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, unknown>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (!(schema instanceof z.ZodUnion)) return {};
  return shapeOf(schema.options.map(one => unwrap(one as z.ZodType)).find(one => one instanceof z.ZodObject));
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
