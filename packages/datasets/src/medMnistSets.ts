import {join} from 'node:path';
import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {DataSource} from './dataSource.ts';
import {describeFolders, findDataFolder} from './findDataFolder.ts';
import {MED_MNIST_SETS, type MedMnistSet} from './medMnistTable.ts';
import {readNpzData} from './readNpzData.ts';

const PAGE = 'https://zenodo.org/records/10519652';

/**
 * Medical images of 28 × 28 and volumes of 28 × 28 × 28, each a file of MedMNIST with splits of its own.
 *
 * Source: Yang et al., MedMNIST v2, Scientific Data 2023.
 */
export const medMnistSets: readonly DataSource[] = MED_MNIST_SETS.map(medMnistSet);

function medMnistSet({name, what, shape, classes, counts, md5, license = 'CC BY 4.0'}: MedMnistSet): DataSource {
  const [train, validation, test] = counts;
  const file = `${name}.npz`;
  const url = `${PAGE}/files/${file}?download=1`;
  const official: OfficialData = {
    title: `${name} of MedMNIST`,
    page: PAGE,
    terms: `${license}.`,
    counts: {train, validation, test},
    archives: [{file, md5, url}]
  };
  const total = counts.map(count => count.toLocaleString('en-US')).join(' + ');
  return {
    name,
    summary: `${what}, ${shape.join(' × ')}, ${classes} classes; ${total} from MedMNIST’s file`,
    license,
    official,
    async read({dataDir}) {
      const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, 'medmnist')];
      const folder = await findDataFolder(folders, [file]);
      if (folder !== undefined) {
        return {...(await readNpzData(join(folder, file))), name, classes, openClasses: false};
      }
      throw new DataError(
        `Expected the file ${file} of MedMNIST for ${name}, got ${describeFolders(folders)}. Take it from ${url} ` +
          `(${license}) and name its folder with --data-dir.`
      );
    }
  };
}
