// One engine's side: a training step of 28 × 28 × 1, batch 32, two convolutions of 32 and 64 filters with pooling.
import {startEngine} from '../../packages/backend/dist/index.js';
import {buildNetwork, createOptimizer, trainableWeights, trainStep} from '../../packages/core/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {noise, vggLayers} from './networks.mjs';

const INPUT = [28, 28, 1];
const {name, version} = await startEngine({threads: Number(process.argv[2])});
const layers = vggLayers([32, 'M', 64, 'M'], 10);
const network = buildNetwork({name: 'small', inputShape: INPUT, seed: 0, layers});
const [weights, optimizer] = [trainableWeights(network), createOptimizer({lr: 1e-3})];
const {x, y} = noise(32, {inputShape: INPUT});

await serve(
  {version: `${name} ${version}`},
  {
    step: () => {
      const start = performance.now();
      trainStep(network, {x, y}, {optimizer, weights, seed: 1});
      return (performance.now() - start) / 1000;
    }
  }
);
