import {tf} from '@espalier/backend';
import type {DataSet} from './dataSet.ts';
import type {LabeledExamples} from './labeledExamples.ts';

type Splits = Pick<DataSet, 'train' | 'validation' | 'test'>;

/**
 * The splits with each value of an example less its mean over the training examples, divided by its standard deviation
 * there; values that do not vary there become 0 on them. Both are computed as the first batch is asked for.
 */
export function standardizeExamples<S extends Splits>(splits: S): S {
  let moments: Promise<Moments> | undefined;
  const standardized = (examples: LabeledExamples): LabeledExamples => ({
    ...examples,
    async batch(indices, draw) {
      moments ??= momentsOf(splits.train);
      const {mean, deviation} = await moments;
      const {x, ...rest} = await examples.batch(indices, draw);
      const z = tf.tidy(() => {
        const [less, by] = [mean, deviation].map(values => tf.tensor(values, [...examples.shape]));
        return tf.div(tf.sub(x, less!), by!);
      });
      x.dispose();
      return {...rest, x: z};
    }
  });
  const {train, validation, test} = splits;
  return {
    ...splits,
    train: standardized(train),
    validation: standardized(validation),
    test: standardized(test)
  };
}

/** Of each value of an example. */
interface Moments {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

async function momentsOf(examples: LabeledExamples): Promise<Moments> {
  const {x, y} = await examples.batch(Int32Array.from({length: examples.size}, (_, i) => i));
  const values = await x.data<'float32'>();
  x.dispose();
  y.dispose();
  const {size} = examples;
  const width = values.length / size;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  values.forEach((value, i) => (mean[i % width]! += value / size));
  values.forEach((value, i) => (square[i % width]! += (value - mean[i % width]!) ** 2 / size));
  return {mean: Float32Array.from(mean), deviation: Float32Array.from(square, value => Math.sqrt(value) || 1)};
}
