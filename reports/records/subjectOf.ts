import type {RunRecord} from './runRecord.ts';

/** What a run is about: its network and its data, `vgg-s on fashion-mnist`. Runs of other subjects share no figure. */
export function subjectOf({config}: Pick<RunRecord, 'config'>): string {
  const model = nameIn(config['model'], ['zoo', 'name', 'path']) ?? 'network';
  const data = nameIn(config['dataset'], ['name', 'path']) ?? 'data';
  return `${model} on ${data}`;
}

function nameIn(value: unknown, keys: readonly string[]): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return keys.map(key => (value as Record<string, unknown>)[key]).find(name => typeof name === 'string');
}
