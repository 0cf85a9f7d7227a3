import {compareCriteria} from '../figures/seriesStyles.ts';
import {exampleCounts} from '../records/exampleCounts.ts';
import {flattenConfig} from '../records/flattenConfig.ts';
import {engineWords} from '../records/engineWords.ts';
import type {RunRecord} from '../records/runRecord.ts';
import type {Table} from './table.ts';

export interface RunSettingsOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly subject: string;
  readonly command: string;
}

/** How the runs were made, from their own settings; values that differ between runs are listed. */
export function runSettings({records, subject, command}: RunSettingsOptions): Table {
  const title = 'How the runs were made';
  const rows: readonly (readonly [string, string])[] = [
    ['data', listed(records.map(dataWords))],
    ['network', listed(records.map(({config}) => valuesOf(config, 'model')))],
    ['training', sectionWords(records, 'train')],
    ['criteria', [...new Set(records.map(({criterion}) => criterion))].sort(compareCriteria).join(', ')],
    ['pruning', sectionWords(records, 'prune', ['criterion'])],
    ['scores', sectionWords(records, 'scores')],
    ['oracle', sectionWords(records, 'oracle')],
    ['metric', sectionWords(records, 'metric')],
    ['seeds', listed(records.map(({seed}) => String(seed)))],
    ['engine', listed(records.map(({engine}) => (engine ? engineWords(engine) : '')))]
  ];
  return {
    name: 'settings',
    title,
    caption: `${title}: ${subject}. Values that differ between runs are separated by commas. Made by \`${command}\`.`,
    columns: ['what', 'settings'].map(header => ({header, kind: 'text'})),
    rows: rows.filter(([, value]) => value !== '')
  };
}

/** Different values, numbers in their order and words in that of the runs. */
function listed(values: readonly string[]): string {
  const different = [...new Set(values.filter(Boolean))];
  const isNumeric = different.every(value => Number.isFinite(Number(value)));
  return (isNumeric ? different.toSorted((a, b) => Number(a) - Number(b)) : different).join(', ');
}

function dataWords({config}: RunRecord): string {
  const {dataset} = config;
  const name =
    typeof dataset === 'object' && dataset !== null && 'name' in dataset ? dataset.name : (dataset ?? 'not named');
  const counts = exampleCounts(dataset);
  return `${typeof name === 'string' ? name : JSON.stringify(name)}${counts === undefined ? '' : ` (${counts})`}`;
}

function valuesOf(config: RunRecord['config'], section: string): string {
  return flattenConfig({[section]: config[section] ?? {}})
    .map(([, value]) => value)
    .join(' ');
}

/** Each setting of a section with its values: `epochs 10; learning rate 0.001, 0.01`. */
function sectionWords(records: readonly RunRecord[], section: string, leftOut: readonly string[] = []): string {
  const settings = records.map(({config}) => new Map(flattenConfig({[section]: config[section] ?? {}})));
  const keys = [...new Set(settings.flatMap(map => [...map.keys()]))];
  return keys
    .map(key => [key.slice(section.length + 1), key] as const)
    .filter(([name]) => !leftOut.includes(name))
    .map(([name, key]) => `${words(name)} ${listed(settings.map(map => map.get(key) ?? 'none'))}`)
    .join('; ');
}

const NAMES: Readonly<Record<string, string>> = {
  lr: 'learning rate',
  flops: 'FLOPs',
  flopsLambda: 'FLOPs penalty',
  flopsScale: 'scale of the FLOPs penalty',
  floor: 'floor of each layer'
};

/** `prune.until.flops` in words: `until FLOPs`. */
function words(path: string): string {
  return path
    .split('.')
    .map(key => NAMES[key] ?? key.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))
    .join(' ');
}
