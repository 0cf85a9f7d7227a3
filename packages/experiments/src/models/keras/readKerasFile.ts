import type {ModelParts} from '@espalier/core';
import {unzipMembers} from '@espalier/datasets';
import {ModelError} from '../ModelError.ts';
import {plausibleBytes} from '../plausibleBytes.ts';
import {convertKeras, parseJson} from './convertKeras.ts';
import {withHdf5, type Hdf5} from './hdf5.ts';
import type {Json} from './json.ts';
import {kerasWeights} from './kerasWeights.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';

/** Whether a file is a Keras model by its name. */
export function isKerasFile(path: string): boolean {
  return /\.(h5|hdf5|keras)$/i.test(path);
}

/**
 * Reads a whole Keras model: HDF5 (`.h5`) as Keras 2 and 3 write it, or the zip archive (`.keras`) of Keras 3 and late
 * Keras 2. Told apart by their first bytes.
 *
 * Throws a ModelError (a DataError for damaged archives) that names the file; code in a file is refused, never run.
 */
export async function readKerasFile(bytes: Uint8Array, file: string): Promise<ModelParts> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
  if (isZip) return readArchive(bytes, file);
  return withHdf5(bytes, file, hdf5 => {
    const text = hdf5.text('', 'model_config');
    if (text === undefined) throw noArchitecture(hdf5, file);
    return parts(
      hdf5,
      {model: parseJson(text, `model_config of ${file}`), version: hdf5.text('', 'keras_version')},
      file
    );
  });
}

async function readArchive(bytes: Uint8Array, file: string): Promise<ModelParts> {
  const members = unzipMembers(bytes, {
    file,
    kind: '.keras',
    wanted: [CONFIG, METADATA, WEIGHTS],
    largest: plausibleBytes(bytes.byteLength)
  });
  const {[CONFIG]: config, [METADATA]: metadata, [WEIGHTS]: weights} = members;
  if (!config || !weights) {
    throw new ModelError(`Expected ${file} to hold ${CONFIG} and ${WEIGHTS}, got ${Object.keys(members).join(', ')}.`);
  }
  const model = parseJson(decode(config), `${CONFIG} of ${file}`);
  const version = metadata && parseJson(decode(metadata), `${METADATA} of ${file}`)['keras_version'];
  return withHdf5(weights, `${WEIGHTS} of ${file}`, hdf5 => parts(hdf5, {model, version}, file));
}

function parts(
  hdf5: Hdf5,
  {model, version}: {readonly model: Json; readonly version: unknown},
  file: string
): ModelParts {
  const topology = convertKeras(model, version, file);
  return {topology, weights: kerasWeights(hdf5, topology, file)};
}

function noArchitecture(hdf5: Hdf5, file: string): ModelError {
  const isWeights = hdf5.has('layers') || hdf5.texts('', 'layer_names') !== undefined;
  return new ModelError(
    isWeights
      ? `Expected ${file} to hold a whole model, got weights alone. ` +
          `Say whose they are: espalier import ${file} --network NAME --out DIR.`
      : `Expected ${file} to hold a Keras model (model_config), got other data.`
  );
}

const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
