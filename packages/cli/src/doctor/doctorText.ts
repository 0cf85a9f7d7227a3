import type {NativeStatus} from '@espalier/backend';
import {facts} from '../output/facts.ts';
import {bytes} from '../output/formatNumber.ts';
import type {DoctorDocument} from './examine.ts';

const NAMES = {tensorflow: 'native TensorFlow', wasm: 'WebAssembly', js: 'plain JavaScript'} as const;

/** What a user wants to know: what runs, how, and what would be faster. */
export function doctorText(document: DoctorDocument): string {
  const {engine, environment} = document;
  const asked = Object.entries(environment).map(([name, value]): [string, string] => [name, value]);
  const lines = facts([
    ['engine', engine ? `${NAMES[engine.name]} ${engine.version}` : 'none'],
    ...(engine ? engineFacts(engine) : []),
    ['TensorFlow.js', document.tensorflowJs],
    ['Node.js', `${document.node}, ${document.platform}`],
    ['espalier', document.espalier],
    ['processor', `${document.cpu.model}, ${document.cpu.cores} cores`],
    ...document.native.map((status): [string, string] => [`native, ${status.variant}`, nativeText(status)]),
    ['cache', `${document.cache.folder}, ${bytes(document.cache.bytes)}`],
    ...asked
  ]);
  const {threadsAdvice} = document;
  return [lines, advice(document), ...(threadsAdvice === undefined ? [] : [threadsAdvice])].join('\n\n');
}

function engineFacts({
  device,
  threads,
  oneDnn,
  convolutions
}: NonNullable<DoctorDocument['engine']>): [string, string][] {
  return [
    ['device', device === 'gpu' ? 'GPU' : 'CPU'],
    ['threads', String(threads)],
    ['oneDNN', oneDnn ? 'on' : 'off'],
    ...(convolutions === undefined ? [] : [['convolutions', convolutions] as [string, string]])
  ];
}

function nativeText({supported, installed, folder, reason}: NativeStatus): string {
  if (installed) return `installed in ${folder ?? 'the cache'}`;
  return supported ? `not installed: ${reason ?? 'unknown reason'}` : `impossible: ${reason ?? 'no build'}`;
}

function advice({engine, error, native}: DoctorDocument): string {
  if (error !== undefined) return 'Unset ESPALIER_ENGINE to use the fastest engine that is there.';
  if (engine?.name === 'tensorflow') return 'All is well: this is the fast engine.';
  if (engine?.notice !== undefined) return engine.notice;
  const installed = native.some(status => status.installed);
  return installed
    ? 'A faster engine is installed; unset ESPALIER_ENGINE to use it.'
    : 'A faster engine may be had: espalier doctor --install';
}
