import type {LayerPlan} from '@espalier/core';
import {classifier, dropout, joined} from './layerPlans.ts';
import type {ZooNetwork} from './zooNetwork.ts';

const SPANS = [3, 4, 5];

/** Filters over each span. */
const WIDTH = 100;

/** Words of the movie reviews on which the paper tries it, and number 0 for padding. */
const VOCABULARY = 18_766;

/**
 * Text classifier: word vectors of 300 numbers learned from scratch, 100 filters over 3, 4 and 5 words, the largest
 * value of each, dropout, one dense layer (CNN-rand of the paper, without its limit on the norm of weights): 300 units.
 * Its base width w, 100, makes w filters over each span and word vectors of 3w numbers.
 *
 * A text is a row of word numbers, padded with 0; the paper pads the longest review of 56 words by 4 on both sides.
 *
 * Source: Kim, EMNLP 2014, arXiv:1408.5882.
 */
export const textCnn: ZooNetwork = {
  name: 'text-cnn',
  summary: 'word vectors, 100 filters each over 3, 4 and 5 words, largest values, one dense layer',
  source: 'Kim 2014, arXiv:1408.5882',
  input: {what: `rows of word numbers from 0 to ${VOCABULARY - 1} [words]`, smallest: [5]},
  inputShape: [64],
  classes: 2,
  width: WIDTH,
  layers: (classes, _inputShape, width = WIDTH) => [
    {type: 'Embedding', name: 'words', config: {input_dim: VOCABULARY, output_dim: 3 * width}},
    ...SPANS.flatMap(span => filtersOver(span, width)),
    joined(
      'Concatenate',
      'features',
      SPANS.map(span => `pool${span}`)
    ),
    dropout('dropout'),
    classifier(classes)
  ]
};

function filtersOver(span: number, filters: number): LayerPlan[] {
  const window = {filters, kernel_size: [span], strides: [1], padding: 'valid', data_format: 'channels_last'};
  return [
    {type: 'Conv1D', name: `conv${span}`, config: {...window, activation: 'relu', use_bias: true}, inputs: ['words']},
    {type: 'GlobalMaxPooling1D', name: `pool${span}`, config: {}}
  ];
}
