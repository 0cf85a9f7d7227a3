import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {UsageError} from '../errors/UsageError.ts';

/** `a,b,c`, once each. */
export function commaList(flag: string): (text: string) => readonly string[] {
  return text => {
    const names = text.split(',').map(name => name.trim());
    if (names.every(name => name !== '')) return [...new Set(names)];
    throw new UsageError(`Expected ${flag} to be names joined by commas, got "${text}".`);
  };
}

/** For an option that may be given several times; the same plugin twice is one. A file is meant where there is one of that name, else a package. */
export function addPlugin(text: string, before: readonly string[] = []): readonly string[] {
  const isPath = /^\.{0,2}[/\\]|\.[cm]?[jt]s$/.test(text) || existsSync(text);
  return [...new Set([...before, isPath ? resolve(text) : text])];
}
