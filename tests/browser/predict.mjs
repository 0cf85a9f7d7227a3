/** Outputs of a loaded layers model for the inputs of a case, with nothing but plain TensorFlow.js. */
export function predict(tf, model, {inputs}) {
  const tensors = inputs.map(({shape, values}) => tf.tensor(values, shape));
  const found = model.predict(tensors.length === 1 ? tensors[0] : tensors);
  const outputs = Array.isArray(found) ? found : [found];
  const plain = outputs.map(tensor => ({shape: tensor.shape, values: Array.from(tensor.dataSync())}));
  tf.dispose([tensors, outputs]);
  return plain;
}

/** Runs every case; one that fails says why in place of outputs. */
export async function predictAll(tf, index, {loadModel, loadData}) {
  const results = {};
  for (const {home} of index) {
    try {
      const model = await loadModel(home);
      results[home] = {outputs: predict(tf, model, await loadData(home))};
      model.dispose();
    } catch (error) {
      results[home] = {error: String(error)};
    }
  }
  return results;
}
