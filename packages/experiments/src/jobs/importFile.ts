import {resolve} from 'node:path';
import {startEngine} from '@espalier/backend';
import {countParameters, inferShapes} from '@espalier/core';
import {importModel, type ImportOptions} from '../models/importModel.ts';
import {modelDigest} from '../models/loadModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {refuseFull} from '../runs/wholeFolder.ts';
import {using} from './withModel.ts';

export interface ImportFileOptions extends ImportOptions {
  /** New or empty folder for the layers model. */
  readonly out: string;
}

export interface ImportedDocument {
  readonly format: 'espalier.imported/1';
  readonly source: string;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly layers: number;
  readonly parameters: number;
  /** Shapes of one example of each input, and of what each output gives for it. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

/** `espalier import`: writes what a file of Keras or PyTorch holds as a TensorFlow.js layers model. */
export async function importFile(path: string, {out, ...options}: ImportFileOptions): Promise<ImportedDocument> {
  const folder = resolve(out);
  await refuseFull(folder, out);
  await startEngine();
  const network = await importModel(path, options);
  return using(network, async () => {
    const shapes = inferShapes(network);
    await saveModel(network, folder);
    return {
      format: 'espalier.imported/1',
      source: path,
      model: {path: out, sha256: await modelDigest(folder)},
      layers: network.layers.size,
      parameters: countParameters(network),
      inputs: network.inputs.map(id => shapes.get(id)!),
      outputs: network.outputs.map(id => shapes.get(id)!)
    };
  });
}
