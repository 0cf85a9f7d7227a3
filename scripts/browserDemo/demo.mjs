// Loads two layers models as any page would, shows images with what both say of them, and times both by turns.
/* global tf, document, ImageData */
const NAMES = ['whole', 'pruned'];
const ROUNDS = 15;
const element = id => document.getElementById(id);
const about = await (await fetch('demo.json')).json();
const size = about.shape.reduce((product, side) => product * side, 1);

drawSizes();
element('backend').addEventListener('change', () => void start());
await start();

/** Runs everything on the engine that is chosen. */
async function start() {
  document.body.removeAttribute('data-done');
  const backend = element('backend').value;
  tf.wasm.setWasmPaths('./');
  if (!(await tf.setBackend(backend).catch(() => false))) {
    element('status').textContent = `This browser does not start ${backend}.`;
    return;
  }
  const models = {};
  for (const name of NAMES) models[name] = await tf.loadLayersModel(`${name}/model.json`);
  showPredictions(models);
  await showTimes(models);
  for (const name of NAMES) models[name].dispose();
  document.body.dataset.done = backend;
}

function drawSizes() {
  const count = value => Math.round(value).toLocaleString('en');
  addRow('bytes', name => count(about.models[name].bytes));
  addRow('parameters', name => count(about.models[name].parameters));
  addRow('MFLOPs an image', name => (about.models[name].flops / 1e6).toFixed(2));
  addRow('agrees with the label', () => '…', 'right');
  addRow('ms an image, median', () => '…', 'time');
}

function addRow(title, textOf, id) {
  const row = element('sizes').insertRow();
  row.innerHTML = `<th scope="row">${title}</th>`;
  for (const name of NAMES) {
    const cell = row.insertCell();
    cell.textContent = textOf(name);
    if (id) cell.id = `${id}-${name}`;
  }
}

function imageOf(place) {
  return tf.tensor(about.pixels.slice(place * size, (place + 1) * size), [1, ...about.shape]);
}

function showPredictions(models) {
  const right = {whole: 0, pruned: 0};
  const items = about.labels.map((label, place) => {
    const item = document.createElement('li');
    item.append(drawImage(place), line('label', about.names[label], true));
    for (const name of NAMES) {
      const {best, share} = predict(models[name], place);
      if (best === label) right[name]++;
      item.append(line(name, `${about.names[best]}, ${Math.round(100 * share)} %`, best === label));
    }
    return item;
  });
  element('images').replaceChildren(...items);
  for (const name of NAMES) element(`right-${name}`).textContent = `${right[name]} of ${about.labels.length}`;
}

function predict(model, place) {
  const scores = tf.tidy(() => model.predict(imageOf(place)).dataSync());
  // Models end in a softmax or in logits; the class is the same, and the share of logits is their softmax.
  const sum = scores.reduce((total, score) => total + score, 0);
  const isShare = scores.every(score => score >= 0) && Math.abs(sum - 1) < 1e-3;
  const best = scores.indexOf(Math.max(...scores));
  const exponentials = scores.map(score => Math.exp(score - scores[best]));
  return {best, share: isShare ? scores[best] : 1 / exponentials.reduce((total, score) => total + score, 0)};
}

function line(who, text, isRight) {
  const small = document.createElement('small');
  small.textContent = `${who}: ${text}`;
  small.className = isRight ? who : `${who} wrong`;
  return small;
}

/** An image of one or three channels, its values stretched over the range of all images. */
function drawImage(place) {
  const [height, width, channels] = about.shape;
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  const [low, high] = about.pixels.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)], [0, 0]);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const at = place * size + i * channels;
    for (let c = 0; c < 3; c++)
      image.data[4 * i + c] = (255 * (about.pixels[at + (channels === 3 ? c : 0)] - low)) / (high - low || 1);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

/** The clock of a browser is coarse: each time is of enough passes in a row. */
async function showTimes(models) {
  const x = imageOf(0);
  const time = (name, passes) => {
    const started = performance.now();
    for (let i = 0; i < passes; i++) tf.tidy(() => void models[name].predict(x).dataSync());
    return (performance.now() - started) / passes;
  };
  for (const name of NAMES) time(name, 3);
  const passes = Math.min(20, Math.max(1, Math.ceil(10 / time('pruned', 2))));
  const times = {whole: [], pruned: []};
  for (let round = 1; round <= ROUNDS; round++) {
    for (const name of NAMES) times[name].push(time(name, passes));
    element('status').textContent = `Timing, ${round} of ${ROUNDS} …`;
    await new Promise(resolve => setTimeout(resolve)); // lets the page draw
  }
  x.dispose();
  const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  for (const name of NAMES) element(`time-${name}`).textContent = median(times[name]).toFixed(2);
  const faster = (median(times.whole) / median(times.pruned)).toFixed(2);
  const fewer = (about.models.whole.flops / about.models.pruned.flops).toFixed(2);
  element('status').textContent = `The pruned network takes ${fewer} times fewer FLOPs and ${faster} times less time.`;
}
