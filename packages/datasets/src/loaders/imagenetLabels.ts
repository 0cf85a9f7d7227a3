import {join} from 'node:path';
import {DataError} from '../dataError.ts';
import {findDataFolder} from '../findDataFolder.ts';
import {readMat, type MatValue} from '../formats/mat.ts';
import {readBytes} from '../readBytes.ts';
import {lookUp, readLines, readPairs} from './readLines.ts';

/** What lies beside the images. */
export interface ImagenetLabels {
  /** First name of each class by WordNet number. */
  readonly names: ReadonlyMap<string, string>;
  /** WordNet number of each validation image, given the names of all of them in order. */
  readonly truth: (files: readonly string[]) => readonly string[];
}

const KIT = 'ILSVRC2012_devkit_t12/data';
const [META, TRUTH] = ['meta.mat', 'ILSVRC2012_validation_ground_truth.txt'];
const [SYNSETS, SOLUTION] = ['LOC_synset_mapping.txt', 'LOC_val_solution.csv'];

/** Reads the development kit or Kaggle's tables, from the images' folder or one of the three above it. */
export async function imagenetLabels(folder: string): Promise<ImagenetLabels | undefined> {
  const around = [folder, join(folder, '..'), join(folder, '../..'), join(folder, '../../..')];
  const kit = await findDataFolder(
    around.map(place => join(place, KIT)),
    [META, TRUTH]
  );
  if (kit !== undefined) return readKit(join(kit, META), join(kit, TRUTH));
  const tables = await findDataFolder(around, [SYNSETS, SOLUTION]);
  return tables === undefined ? undefined : readTables(join(tables, SYNSETS), join(tables, SOLUTION));
}

async function readKit(meta: string, truthFile: string): Promise<ImagenetLabels> {
  const synsets = readMat(await readBytes(meta), meta).get('synsets');
  if (synsets?.kind !== 'structures') throw new DataError(`Expected ${meta} to have the structures synsets, got none.`);
  const leaves = synsets.elements.filter(synset => numberOf(synset['num_children']) === 0);
  const wnids = new Map(leaves.map(leaf => [String(numberOf(leaf['ILSVRC2012_ID'])), textOf(leaf['WNID'])]));
  const classes = await readLines(truthFile);
  return {
    names: new Map(leaves.map(leaf => [textOf(leaf['WNID']), firstName(textOf(leaf['words']))])),
    truth(files) {
      if (files.length === classes.length) return classes.map(id => lookUp(wnids, id, meta));
      throw new DataError(
        `Expected as many validation images as ${truthFile} has lines, ${classes.length}, got ${files.length}.`
      );
    }
  };
}

async function readTables(synsets: string, solution: string): Promise<ImagenetLabels> {
  const words = await readPairs(synsets);
  const rows = (await readLines(solution)).slice(1).map(line => line.split(/[, ]/, 2) as [string, string]);
  const wnids = new Map(rows);
  return {
    names: new Map([...words].map(([wnid, text]) => [wnid, firstName(text)])),
    truth: files => files.map(file => lookUp(wnids, file.replace(/\.JPEG$/, ''), solution))
  };
}

function numberOf(value: MatValue | undefined): number | undefined {
  return value?.kind === 'numbers' ? value.values[0] : undefined;
}

function textOf(value: MatValue | undefined): string {
  return value?.kind === 'text' ? value.text : '';
}

function firstName(words: string): string {
  return words.split(', ')[0]!;
}
