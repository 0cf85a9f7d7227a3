import {readFile} from 'node:fs/promises';
import {parseDocument} from 'yaml';
import {FindingError} from './findingError.ts';
import {findingSchema, type FindingFile} from './findingSchema.ts';

/** Reads a `finding.yaml`. Throws a FindingError that names the line or the key that is wrong. */
export async function readFinding(path: string): Promise<FindingFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new FindingError(`Expected ${path} to be readable, got ${(cause as Error).message}.`, {cause});
  });
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) throw new FindingError(`Expected ${path} to be YAML, got ${broken.message}`, {cause: broken});
  const parsed = findingSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({path: keys, message}) => `  ${keys.map(String).join('.') || 'top'}: ${message}`
  );
  throw new FindingError(`Expected ${path} to be a finding, got:\n${issues.join('\n')}`, {cause: parsed.error});
}
