import {z} from 'zod';

/** For transforms that choose a schema by what they see: its output, or its issues where they belong. */
export function parseAs<T extends z.ZodType>(schema: T, value: unknown, context: z.RefinementCtx): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const {path, message} of parsed.error.issues) context.addIssue({code: 'custom', path: [...path], message});
  return z.NEVER;
}
