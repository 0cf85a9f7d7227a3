import {accessSync, constants} from 'node:fs';
import {delimiter, isAbsolute, join} from 'node:path';

/** The first of these programs that is on the PATH, without running anything. */
export function findProgram(names: readonly string[], path: string = process.env.PATH ?? ''): string | undefined {
  const candidates = names.flatMap(name =>
    isAbsolute(name) ? [name] : path.split(delimiter).map(folder => join(folder, name))
  );
  return candidates.find(candidate => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** C++ compilers in the order in which they are tried; `CXX` goes first. */
export const compilers = (): readonly string[] => [...(process.env.CXX ? [process.env.CXX] : []), 'g++', 'clang++'];

/** Programs that can run pip. */
export const pythons: readonly string[] = ['python3', 'python', 'pip3', 'pip'];
