import type {Entry, ModelJson, Reference} from './modelJson.ts';
import type {Layer, NetworkNode} from './network.ts';
import {stepwise} from './stepwise.ts';
import type {Topology} from './topology.ts';

/** The topology that is being built, and how layers of models inside are named in it. */
interface Draft {
  readonly root: ModelJson;
  readonly layers: Map<string, Layer>;
  readonly nodes: NetworkNode[];
  readonly nameOf: (entry: Entry, model: ModelJson) => string;
}

/** One call of a model: nodes that stand for its inputs, and what sets its nodes' ids apart from other calls'. */
interface ModelCall {
  readonly inputs: readonly string[];
  readonly suffix: string;
  /** Models around this one. */
  readonly depth: number;
  /** How many time axes lie in front of what the layers are made for. */
  readonly stepAxes: number;
}

/** Deep nesting is no use to anybody, and would run out of stack. */
const DEEPEST = 50;

/**
 * Makes one flat network of a model and the models inside it. Layers of inner models keep their names where no other
 * layer has them, and are called `model/layer` otherwise. Only what the outputs depend on is kept.
 */
export function inlineModels(model: ModelJson): Topology {
  const draft: Draft = {root: model, layers: new Map(), nodes: [], nameOf: nameLayers(model)};
  const inputs = model.inputs.map(({layer}) => layer);
  for (const name of inputs) {
    const entry = model.entries.find(one => one.name === name);
    if (entry?.type !== 'InputLayer') throw new Error(`Expected input "${name}" to be an InputLayer of the model.`);
    if (!entry.config['batch_input_shape'] && !entry.config['batch_shape']) {
      const reader = name.replace(/_input$/, '');
      throw new Error(`Expected the first layer "${reader}" to have \`batch_input_shape\`, got none.`);
    }
    addNode(draft, entry, model, {id: name, inputs: []});
  }
  const outputs = callModel(draft, model, {inputs, suffix: '', depth: 0, stepAxes: 0});
  return {name: model.name, layers: draft.layers, nodes: draft.nodes, inputs, outputs};
}

/** Adds the nodes of one call of a model and returns the nodes behind its outputs. */
function callModel(draft: Draft, model: ModelJson, call: ModelCall): string[] {
  const {inputs, suffix, depth} = call;
  if (depth > DEEPEST) throw new Error(`Expected models to be nested at most ${DEEPEST} deep, got more.`);
  const entries = entriesByName(model);
  const done = new Map<string, readonly string[]>();
  model.inputs.forEach(({layer}, i) => done.set(key({layer, call: 0, tensor: 0}), [inputs[i]!]));
  const open = new Set<string>();
  const resolve = (reference: Reference, reader: string): string => {
    const tensors = run(reference, reader);
    const id = tensors[reference.tensor];
    if (id === undefined) {
      throw new Error(
        `Expected layer "${reader}" to read output 0 of layer "${reference.layer}", got output ${reference.tensor}.`
      );
    }
    return id;
  };
  const run = (reference: Reference, reader: string): readonly string[] => {
    const known = done.get(key(reference));
    if (known) return known;
    const entry = entries.get(reference.layer);
    const sources = entry?.calls[reference.call];
    if (!entry || !sources) {
      throw new Error(`Expected layer "${reader}" to read a layer of the model, got "${reference.layer}".`);
    }
    if (open.has(key(reference))) {
      throw new Error(`Expected the model to have no cycles, got one through layer "${entry.name}".`);
    }
    open.add(key(reference));
    const read = sources.map(source => resolve(source, entry.name));
    const made = addCall(draft, model, entry, {...call, inputs: read, suffix: callSuffix(reference.call, suffix)});
    open.delete(key(reference));
    done.set(key(reference), made);
    return made;
  };
  // In the file's order, which is that of the layers' makers; branches keep their places.
  const needed = neededCalls(model, entries);
  for (const entry of model.entries) {
    entry.calls.forEach((_call, call) => {
      const reference = {layer: entry.name, call, tensor: 0};
      if (needed.has(key(reference))) run(reference, entry.name);
    });
  }
  return model.outputs.map(reference => resolve(reference, 'the outputs'));
}

function addCall(draft: Draft, model: ModelJson, entry: Entry, call: ModelCall): readonly string[] {
  if (entry.model) {
    if (call.inputs.length !== entry.model.inputs.length) {
      throw new Error(
        `Expected model "${entry.name}" to read ${entry.model.inputs.length} inputs, got ${call.inputs.length}.`
      );
    }
    const stepAxes = call.stepAxes + (entry.stepwise ? 1 : 0);
    return callModel(draft, entry.model, {...call, depth: call.depth + 1, stepAxes});
  }
  if (call.inputs.length === 0) throw new Error(`Expected layer "${entry.name}" to read an input, got none.`);
  const id = `${draft.nameOf(entry, model)}${call.suffix}`;
  addNode(draft, stepwise(entry, call.stepAxes), model, {id, inputs: call.inputs});
  return [id];
}

function addNode(draft: Draft, entry: Entry, model: ModelJson, node: Omit<NetworkNode, 'layer'>): void {
  const name = draft.nameOf(entry, model);
  draft.layers.set(name, {
    name,
    type: entry.type,
    config: {...(model === draft.root ? entry : inside(entry)).config, name}
  });
  draft.nodes.push({...node, layer: name});
}

/** An input shape that a layer of an inner model names for itself would not outlive pruning. */
function inside({config, ...entry}: Entry): Entry {
  const {batch_input_shape: _shape, ...rest} = config;
  return {...entry, config: rest};
}

/** The first call of a layer has the layer's name for an id, the others a number behind it. */
function callSuffix(call: number, suffix: string): string {
  return call === 0 ? suffix : `:${call}${suffix}`;
}

function key({layer, call}: Reference): string {
  return `${layer}\n${call}`;
}

function entriesByName({entries}: ModelJson): Map<string, Entry> {
  const map = new Map<string, Entry>();
  for (const entry of entries) {
    if (map.has(entry.name)) throw new Error(`Expected layer names to differ, got "${entry.name}" twice.`);
    map.set(entry.name, entry);
  }
  return map;
}

/** Calls that the outputs depend on; a call that does not exist is met again, and named, when it is run. */
function neededCalls(model: ModelJson, entries: ReadonlyMap<string, Entry>): Set<string> {
  const needed = new Set<string>();
  const open = [...model.outputs];
  for (let reference = open.pop(); reference; reference = open.pop()) {
    if (needed.has(key(reference))) continue;
    needed.add(key(reference));
    open.push(...(entries.get(reference.layer)?.calls[reference.call] ?? []));
  }
  return needed;
}

/** How layers are called in the flat network. */
function nameLayers(root: ModelJson): Draft['nameOf'] {
  const counts = new Map<string, number>();
  const paths = new Map<ModelJson, string>();
  const visit = (model: ModelJson, path: string, depth: number): void => {
    if (depth > DEEPEST) throw new Error(`Expected models to be nested at most ${DEEPEST} deep, got more.`);
    paths.set(model, path);
    for (const {name, type, model: inner} of model.entries) {
      if (inner) visit(inner, `${path}${name}/`, depth + 1);
      else if (type !== 'InputLayer' || depth === 0) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  visit(root, '', 0);
  return ({name}, model) => (counts.get(name) === 1 || model === root ? name : `${paths.get(model)!}${name}`);
}
