import {startEngine} from '@espalier/backend';
import {trainNetwork} from '@espalier/core';
import {openData} from '@espalier/datasets';
import {buildZooNetwork, saveModel} from '@espalier/experiments';

/** Trains vgg-xs on 2,000 images and writes it as a layers model. */
export async function trainModel(folder, data) {
  await startEngine({onNotice: line => console.error(line)});
  const {train, shape, classes} = await openData(data, {train: 2000, validation: 0, seed: 0});
  const network = buildZooNetwork('vgg-xs', {inputShape: shape, classes, seed: 0});
  await trainNetwork(network, train, {
    ...{epochs: 10, lr: 0.01, momentum: 0.9, weightDecay: 1e-4, batchSize: 32, seed: 0},
    onEpoch: ({epoch, trainLoss}) => console.log(`Training vgg-xs, epoch ${epoch} of 10: loss ${trainLoss.toFixed(3)}`)
  });
  await saveModel(network, folder);
}
