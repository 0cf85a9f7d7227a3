import type {BenchRows} from './benchRows.ts';
import {seedWords} from './describeRuns.ts';

/** Machine, threads, seeds and versions in a sentence or two, for captions. */
export function describeBench({cpu, cores, threads, rows, versions, note}: BenchRows): string {
  const seeds = [...new Set(rows.map(({seed}) => seed))].sort((a, b) => a - b);
  const programs = Object.entries(versions).map(([name, version]) => `${name}: ${version}`);
  return [
    `${cpu}, ${cores} cores, ${threads} ${threads === 1 ? 'thread' : 'threads'}; ${seedWords(seeds)}.`,
    ...(programs.length > 0 ? [`${programs.join('; ')}.`] : []),
    ...(note === undefined ? [] : [note])
  ].join(' ');
}
