import {tf} from '@espalier/backend';
import type {ModelParts, Network, WeightData} from '../graph/network.ts';
import {writeModel} from '../graph/writeModel.ts';

/** What TensorFlow.js itself would write to disk. */
export async function artifacts(model: tf.LayersModel): Promise<ModelParts> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(parts => {
      saved = parts;
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}});
    })
  );
  const decoded = tf.io.decodeWeights(saved!.weightData as ArrayBuffer, saved!.weightSpecs!);
  const weights = new Map<string, WeightData>(
    Object.entries(decoded).map(([name, tensor]) => [
      name,
      {shape: tensor.shape, values: new Float32Array(tensor.dataSync<'float32'>())}
    ])
  );
  tf.dispose(decoded);
  return {topology: saved!.modelTopology, weights};
}

/** A model by TensorFlow.js' own layers. */
export async function loadWithTensorFlow(parts: ModelParts): Promise<tf.LayersModel> {
  const specs = [...parts.weights].map(([name, {shape}]) => ({name, shape: [...shape], dtype: 'float32' as const}));
  const bytes = Buffer.concat([...parts.weights.values()].map(({values}) => Buffer.from(values.buffer)));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const topology = JSON.parse(JSON.stringify(parts.topology)) as object;
  return tf.loadLayersModel(tf.io.fromMemory({modelTopology: topology, weightSpecs: specs, weightData}));
}

/** What TensorFlow.js' own layers make of a network's written model, output by output; the caller disposes it. */
export async function predictions(network: Network, x: tf.Tensor | tf.Tensor[]): Promise<tf.Tensor[]> {
  const model = await loadWithTensorFlow(writeModel(network));
  const outputs = [model.predict(x)].flat();
  model.dispose();
  return outputs;
}
