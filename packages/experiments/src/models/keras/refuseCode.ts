import {ModelError} from '../ModelError.ts';
import {isRecord, type Json} from './json.ts';

/**
 * Throws a ModelError where a model's JSON holds code or asks for code: Lambda layers, pickled functions, classes that
 * are not Keras' own. Nothing in a model file is ever run.
 */
export function refuseCode(topology: unknown): void {
  visit(topology, 'the model', 0);
}

/** Deeper nesting is no use to anybody, and would run out of stack. */
const DEEPEST = 500;

function visit(value: unknown, owner: string, depth: number): void {
  if (depth > DEEPEST) throw new ModelError(`Expected ${owner} to be nested at most ${DEEPEST} deep, got more.`);
  if (Array.isArray(value)) {
    for (const item of value) visit(item, owner, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  const name = nameOf(value);
  const place = name === undefined ? owner : `layer "${name}"`;
  refuse(value, place);
  for (const inner of Object.values(value)) visit(inner, place, depth + 1);
}

function refuse({class_name: type, registered_name: registered, module}: Json, place: string): void {
  if (typeof type !== 'string') return;
  if (type === 'Lambda' || type === '__lambda__') {
    throw new ModelError(
      `Expected ${place} to be described by its settings, got a Lambda, whose code lies in the model file and is ` +
        'never run. Save the model with a layer of Keras in its place.'
    );
  }
  const ownName = typeof registered === 'string' && registered.includes('>') ? registered : type;
  const foreign = typeof module === 'string' && !/^(tf_)?keras(\.|$)|^tensorflow\.keras(\.|$)|^builtins$/.test(module);
  if (!ownName.includes('>') && !foreign) return;
  throw new ModelError(`Expected ${place} to be of a class of Keras, got ${ownName}, whose code is not in the file.`);
}

/** Layers have their name beside the configuration, in it, or both. */
function nameOf({name, config, class_name: type}: Json): string | undefined {
  if (typeof type !== 'string') return undefined;
  if (typeof name === 'string') return name;
  const inner = isRecord(config) ? config['name'] : undefined;
  return typeof inner === 'string' ? inner : undefined;
}
