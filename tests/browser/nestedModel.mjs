import {tf} from '@espalier/backend';

/** A model that holds another, called twice, as TensorFlow.js writes it. The outputs are logits. */
export function nestedModel() {
  const seeded = seed => ({kernelInitializer: tf.initializers.heNormal({seed})});
  const inner = tf.sequential({
    name: 'inner',
    layers: [
      tf.layers.conv2d({name: 'conv', inputShape: [6, 6, 4], filters: 6, kernelSize: 3, padding: 'same', ...seeded(1)}),
      tf.layers.batchNormalization({name: 'bn'}),
      tf.layers.reLU({name: 'relu'}),
      tf.layers.conv2d({name: 'back', filters: 4, kernelSize: 1, ...seeded(2)})
    ]
  });
  const input = tf.input({name: 'image', shape: [6, 6, 3]});
  const first = tf.layers
    .conv2d({name: 'first', filters: 4, kernelSize: 1, activation: 'relu', ...seeded(3)})
    .apply(input);
  const twice = inner.apply(inner.apply(first));
  const features = tf.layers.globalAveragePooling2d({name: 'average'}).apply(twice);
  const model = tf.model({
    name: 'outer',
    inputs: input,
    outputs: tf.layers.dense({name: 'logits', units: 3, ...seeded(4)}).apply(features)
  });
  const weights = new Map(
    model.weights.map(weight => {
      const tensor = weight.read();
      return [weight.originalName, {shape: tensor.shape, values: new Float32Array(tensor.dataSync())}];
    })
  );
  const topology = model.toJSON(null, false);
  model.dispose();
  return {topology, weights};
}
