import {ModelError} from '../ModelError.ts';
import {record, type Json} from './json.ts';
import {kerasTopology} from './kerasTopology.ts';
import {refuseCode} from './refuseCode.ts';

/** The topology of a Keras model's JSON. Throws a ModelError that names `file`, also where the JSON holds code. */
export function convertKeras(model: Json, version: unknown, file: string): Json {
  try {
    refuseCode(model);
    return kerasTopology(model, typeof version === 'string' ? Number.parseInt(version, 10) : 2);
  } catch (cause) {
    throw cause instanceof ModelError ? new ModelError(`${file}: ${cause.message}`, {cause}) : cause;
  }
}

/** An object from JSON text. Throws a ModelError that names the place. */
export function parseJson(text: string, place: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${place}: Expected JSON, got ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause
    });
  }
  return record(value, place);
}
