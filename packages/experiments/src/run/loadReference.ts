import {readFile} from 'node:fs/promises';
import {z} from 'zod';
import {ConfigError} from '../schema/ConfigError.ts';
import type {ExperimentFile} from '../schema/experimentFile.ts';
import {referenceSchema, type Reference} from '../schema/reference.ts';
import {parseSource} from '../schema/source.ts';
import {validate, type Place} from '../schema/validate.ts';

const section = z.object({reference: referenceSchema});

/**
 * The `reference:` section of an experiment file, or of the other one that it names there. Throws a ConfigError where
 * that has none, or a wrong one.
 */
export async function loadReference({
  reference,
  place
}: Pick<ExperimentFile, 'reference' | 'place'>): Promise<Reference | undefined> {
  if (reference === undefined) return undefined;
  if (typeof reference !== 'string') return validated(reference, place);
  const expected = `${place(['reference'])}: Expected reference to be a map, or a file with one under that key`;
  const text = await readFile(reference, 'utf8').catch((cause: unknown) => {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(cause);
    throw new ConfigError(`${expected}, got ${reference}: ${reason}.`, {cause});
  });
  const source = parseSource(text, reference);
  const there: Place = (path, key) => source.place(path, key);
  if (typeof source.data.reference !== 'object')
    throw new ConfigError(`${expected}, got ${reference}, which has none.`);
  return validated(source.data.reference, there);
}

function validated(reference: unknown, place: Place): Reference {
  return validate(section, {reference}, place).reference;
}
