import type {CorrelationRow} from '../records/correlationRow.ts';
import type {MetricPoint, OracleFile, RunRecord, ScoresFile} from '../records/runRecord.ts';
import {seededRandom} from './seededRandom.ts';

/** How quickly each made-up criterion loses accuracy, and how near it is to the oracle. Invented for tests alone. */
const CRITERIA = [
  {name: 'taylor', loss: 0.18, noise: 0.5},
  {name: 'obd', loss: 0.22, noise: 0.7},
  {name: 'weight', loss: 0.4, noise: 1.6},
  {name: 'activation', loss: 0.36, noise: 1.1},
  {name: 'random', loss: 0.55, noise: 100}
] as const;

const LAYERS = {conv1: 16, conv2: 32, conv3: 32, conv4: 64} as const;
const UNITS = Object.entries(LAYERS).flatMap(([group, size]) =>
  Array.from({length: size}, (_, index) => ({group, index}))
);
const STEPS = 12;

/** Made-up finished runs: five criteria × `seeds`, a curve from the whole network to 30 % of its FLOPs. */
export function madeUpRecords({seeds = [0, 1, 2]}: {readonly seeds?: readonly number[]} = {}): RunRecord[] {
  return CRITERIA.flatMap(({name, loss}, c) =>
    seeds.map(seed => {
      const random = seededRandom(100 * c + seed);
      const {scores, oracle} = madeUpStages(seed);
      const curve = madeUpCurve(loss, 0.9 + 0.01 * seededRandom(seed)(), random);
      return {
        sweep: 'made-up',
        id: `${name}-${seed}`,
        criterion: name,
        label: name,
        seed,
        config: {
          dataset: {name: 'made-up-images', train: 2000, test: 500},
          model: {zoo: 'tiny'},
          prune: {criterion: name}
        },
        engine: {name: 'js', version: '4.22.0', device: 'cpu', threads: 1, oneDnn: false},
        curve,
        history: [],
        result: {format: 'espalier.run/1', criterion: name, seed, metric: {name: 'validationAccuracy', value: 0.8}},
        scores,
        oracle
      };
    })
  );
}

function madeUpCurve(loss: number, start: number, random: () => number): MetricPoint[] {
  const bias = 0.06 * (random() - 0.5);
  return Array.from({length: STEPS + 1}, (_, step) => {
    const removed = step / STEPS;
    const flops = Math.round(5e7 * (1 - 0.71 * removed - 0.02 * removed * (1 - removed) * random()));
    const accuracy = start - (loss + bias) * removed ** 2.5 - (step > 0 ? 0.012 * random() : 0);
    const left = Object.entries(LAYERS).map(([group, size], i): [string, number] => [
      group,
      Math.max(1, Math.round(size * (1 - removed * (0.45 + 0.12 * i))))
    ]);
    return {
      step,
      updates: 10 * step,
      units: left.reduce((sum, [, units]) => sum + units, 0),
      parameters: Math.round(120_000 * (1 - 0.8 * removed)),
      flops,
      validationLoss: 1 - accuracy,
      validationAccuracy: accuracy + 0.01,
      testLoss: 1 - accuracy,
      testAccuracy: accuracy,
      unitsLeft: Object.fromEntries(left)
    };
  });
}

function madeUpStages(seed: number): {scores: ScoresFile; oracle: OracleFile} {
  const random = seededRandom(7000 + seed);
  const units = UNITS.map(({group, index}) => ({group, layers: [group], index, mflops: 0.5}));
  const truth = units.map(({group}) => (random() ** 3 * (group === 'conv1' ? 4 : 1)) / 100);
  const criteria = CRITERIA.map(({name, noise}) => {
    const raw = truth.map(value => value * Math.exp(Math.min(noise, 8) * (random() - 0.5)));
    return [name, {raw, l2: raw, l1: raw, minMax: raw}] as const;
  });
  const head = {model: {sha256: 'ab'}, data: {name: 'made-up-images', split: 'train', examples: 2000}, units};
  return {
    scores: {format: 'espalier.scores/1', ...head, criteria: Object.fromEntries(criteria)},
    oracle: {format: 'espalier.oracle/1', ...head, lossChange: truth.map(value => (random() < 0.1 ? -value : value))}
  };
}

/** Made-up correlations for the same criteria and seeds. */
export function madeUpCorrelations({seeds = [0, 1, 2]}: {readonly seeds?: readonly number[]} = {}): CorrelationRow[] {
  return seeds.flatMap(seed => {
    const random = seededRandom(9000 + seed);
    return CRITERIA.map(({name, noise}) => {
      const rho = (factor: number) =>
        Math.round(1000 * ((factor * 0.85) / Math.max(1, noise) + 0.05 * (random() - 0.5))) / 1000;
      const [perLayer, allRaw, allL2, allL1, allMinMax] = [
        rho(0.9),
        rho(0.5),
        rho(0.88),
        rho(0.87),
        rho(0.86)
      ] as const;
      const around = (value: number): [number, number] => [value - 0.08, value + 0.07];
      return {
        criterion: name,
        seed,
        perLayer: perLayer,
        allRaw: allRaw,
        allL2: allL2,
        allL1: allL1,
        allMinMax: allMinMax,
        intervals: {
          perLayer: around(perLayer),
          allRaw: around(allRaw),
          allL2: around(allL2),
          allL1: null,
          allMinMax: null
        },
        layers: Object.keys(LAYERS).map(group => ({
          group,
          rho: group === 'conv4' && name === 'weight' ? null : rho(0.9)
        })),
        chance: {allRaw: 0.001, allL2: 0.1, allL1: 0.11, allMinMax: 0.05}
      };
    });
  });
}
