import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {ModelError} from '../../ModelError.ts';

type OnnxRuntimeModule = typeof import('onnxruntime-node');

/** ONNX Runtime for Node, which no package here depends on: it is large, and few need it. */
export interface OnnxRuntime extends Pick<OnnxRuntimeModule, 'InferenceSession' | 'Tensor'> {
  readonly version: string;
}

const PACKAGE = 'onnxruntime-node';
const REMEDY = `npm install ${PACKAGE}`;

/**
 * Loads ONNX Runtime from beside this package, or from where the command is run. Throws a ModelError with the remedy where
 * it is not installed or does not load.
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const found = find(import.meta.url) ?? find(join(process.cwd(), 'package.json'));
  if (!found) throw new ModelError(`Expected ${PACKAGE}, which runs ONNX models, to be installed, got none: ${REMEDY}`);
  try {
    const {default: module} = (await import(pathToFileURL(found.main).href)) as {default: OnnxRuntimeModule};
    const {version} = JSON.parse(await readFile(found.manifest, 'utf8')) as {version: string};
    return {InferenceSession: module.InferenceSession, Tensor: module.Tensor, version};
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new ModelError(`Expected ${PACKAGE} to load, got: ${reason}. To install it anew: ${REMEDY}`, {cause});
  }
}

function find(from: string): {readonly main: string; readonly manifest: string} | undefined {
  const {resolve} = createRequire(from);
  try {
    return {main: resolve(PACKAGE), manifest: resolve(`${PACKAGE}/package.json`)};
  } catch {
    return undefined;
  }
}
