// In Node and in the browser: layers models as plain TensorFlow.js runs them.

/**
 * Seconds of a pass, from the input in memory to the output in memory: the mean of `inner` of them, one after the other.
 *
 * @param {{predict: Function}} model
 */
export function timePasses(tf, model, {x, inner}) {
  const start = performance.now();
  for (let i = 0; i < inner; i++) tf.tidy(() => void model.predict(x).dataSync());
  return (performance.now() - start) / 1000 / inner;
}

/** What a worker of layers models answers to: `load` models by name, and time a `pass` of one of them. */
export function layersActions(tf, loadModel) {
  let models = new Map();
  let inputs = new Map();
  return {
    load: async ({paths}) => {
      for (const model of models.values()) model.dispose();
      tf.dispose([...inputs.values()]);
      models = new Map();
      inputs = new Map();
      for (const [name, path] of Object.entries(paths)) models.set(name, await loadModel(path));
      return true;
    },
    pass: ({name, batch, inner}) => {
      const model = models.get(name);
      if (!inputs.has(batch))
        inputs.set(batch, tf.randomNormal([batch, ...model.inputs[0].shape.slice(1)], 0, 1, 'float32', 1));
      return timePasses(tf, model, {x: inputs.get(batch), inner});
    }
  };
}
