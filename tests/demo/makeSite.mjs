// Builds the page of two small networks into the folder given, and what it has to show as expected.json.
import {statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {countParameters, findStructure, logits, removeUnits} from '@espalier/core';
import {openData} from '@espalier/datasets';
import {buildZooNetwork, saveModel} from '@espalier/experiments';
import {buildSite} from '../../scripts/browserDemo/buildSite.mjs';

const DATA = 'digits';
const IMAGES = 6;

const [folder] = process.argv.slice(2);
await startEngine({onNotice: line => console.error(line)});
const {test, shape, classes} = await openData(DATA, {test: IMAGES, validation: 0, seed: 0});
const network = buildZooNetwork('vgg-xs', {inputShape: shape, classes, seed: 1});
const whole = await save('whole');
const structure = findStructure(network);
// Every other unit of each layer.
removeUnits(
  network,
  structure,
  Array.from({length: structure.units / 2}, (_, i) => 2 * i)
);
const pruned = await save('pruned');
await buildSite(join(folder, 'site'), {whole: whole.path, pruned: pruned.path, data: DATA, images: IMAGES});
const shown = value => value.toLocaleString('en');
const bytes = ['whole', 'pruned'].map(name =>
  shown(['model.json', 'weights.bin'].reduce((sum, file) => sum + statSync(join(folder, 'site', name, file)).size, 0))
);
const parameters = [whole, pruned].map(one => shown(one.parameters));
writeFileSync(join(folder, 'expected.json'), JSON.stringify({whole, pruned, bytes, parameters}));

/** Writes the network as it is now, and says what classes it sees. */
async function save(name) {
  const path = join(folder, name);
  await saveModel(network, path);
  const {x, y} = await test.batch(Array.from({length: IMAGES}, (_, i) => i));
  const classes = Array.from(
    tf.tidy(() => tf.argMax(logits(network, x), -1).dataSync()),
    String
  );
  tf.dispose([x, y]);
  return {path, classes, parameters: countParameters(network)};
}
