import type {Candidate} from './complete.ts';
import type {Place, What} from './places.ts';

/** Where names are looked up. */
export interface Surroundings {
  /** Folder of the runs. */
  readonly runs: string;
  /** What else was typed: `compare` takes a sweep or runs. */
  readonly words: readonly string[];
}

/** Names for a place; a shell adds files and folders by itself. */
export async function candidatesFor(place: Place, around: Surroundings): Promise<readonly Candidate[]> {
  if (place.choices) return place.choices.map(value => ({value}));
  return (await LOOK_UP[place.what]?.(around)) ?? [];
}

const LOOK_UP: Readonly<Partial<Record<What, (around: Surroundings) => Promise<readonly Candidate[]>>>> = {
  criterion: async () => {
    const {criteriaRegistry} = await import('@espalier/experiments');
    return criteriaRegistry().rankings.map(value => ({value}));
  },
  data: async () => {
    const {dataSetNames} = await import('@espalier/datasets');
    return dataSetNames().map(value => ({value, description: 'registered data set'}));
  },
  key: async ({runs}) => {
    const keys = new Set((await listed(runs)).flatMap(({meta}) => Object.keys(meta.point)));
    return [...keys].map(value => ({value}));
  },
  model: async () => {
    const {zooNames} = await import('@espalier/experiments');
    return zooNames().map(value => ({value, description: 'network of the zoo'}));
  },
  run: async ({runs, words}) => {
    const found = (await listed(runs)).map(({sweep, id, status}) => ({value: `${sweep}/${id}`, description: status}));
    return words[0] === 'compare' ? [...(await sweeps(runs)), ...found] : found;
  },
  status: () =>
    Promise.resolve(['queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted'].map(value => ({value}))),
  sweep: ({runs}) => sweeps(runs)
};

async function sweeps(runs: string): Promise<readonly Candidate[]> {
  const {findRunStore} = await import('@espalier/experiments/store');
  const {listSweepNames} = await import('../looking/listSweepNames.ts');
  const store = findRunStore(runs);
  return store ? (await listSweepNames(store)).map(value => ({value, description: 'sweep'})) : [];
}

async function listed(runs: string) {
  const {listStore} = await import('../sweeps/listStore.ts');
  return listStore(runs);
}
