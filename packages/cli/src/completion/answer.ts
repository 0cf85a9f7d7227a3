import type {Command} from 'commander';
import {candidatesFor} from './candidates.ts';
import {positionOf, type Candidate} from './complete.ts';

/** What a shell is told: candidates, and whether it is to add files or folders. */
export interface Answer {
  readonly files: 'files' | 'folders' | 'none';
  readonly candidates: readonly Candidate[];
}

/** Completes the last of the words behind the name of the program. Names that cannot be looked up are left out. */
export async function answer(program: Command, words: readonly string[]): Promise<Answer> {
  const position = positionOf(program, words);
  const current = words.at(-1) ?? '';
  if (position.kind === 'nothing') return {files: 'none', candidates: []};
  if (position.kind === 'command') return {files: 'none', candidates: beginning(position.commands, current)};
  if (position.kind === 'option') return {files: 'none', candidates: beginning(position.options, current)};
  const {place, prefix} = position;
  const around = {runs: folderOfRuns(words), words};
  const found = await candidatesFor(place, around).catch(() => []);
  const done = place.list ? position.current.slice(0, position.current.lastIndexOf(',') + 1) : '';
  const whole = found.map(({value, ...rest}) => ({value: `${prefix}${done}${value}`, ...rest}));
  const taken = done.split(',');
  const left = whole.filter(({value}) => !taken.includes(value.slice(prefix.length + done.length)));
  const {what} = place;
  const files = what === 'folder' ? 'folders' : ['file', 'data', 'model'].includes(what) ? 'files' : 'none';
  return {files, candidates: beginning(left, current)};
}

function beginning(candidates: readonly Candidate[], current: string): readonly Candidate[] {
  return candidates.filter(({value}) => value.startsWith(current));
}

/** `--runs FOLDER` may have been typed before. */
function folderOfRuns(words: readonly string[]): string {
  const at = words.indexOf('--runs');
  const joined = words.find(word => word.startsWith('--runs='));
  return joined?.slice('--runs='.length) ?? (at >= 0 && at < words.length - 2 ? words[at + 1] : undefined) ?? 'runs';
}
