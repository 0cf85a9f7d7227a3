import {isCollection, isMap, isScalar, LineCounter, parseDocument, type Document, type Node} from 'yaml';
import {ConfigError} from './ConfigError.ts';

/** A YAML text as plain data, with the place of every key. */
export interface Source {
  readonly data: Readonly<Record<string, unknown>>;
  /** `file.yaml:3:5` of the value at a path, of a key of it, or of the nearest parent that is there. */
  place(path: readonly PropertyKey[], key?: string): string;
}

/** Parses a YAML text. Throws a ConfigError at the first syntax error, duplicate key or tab, or if it is no map. */
export function parseSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: true});
  const at = (offset: number) => {
    const {line, col} = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw new ConfigError(`${at(problem.pos[0])}: ${syntaxMessage(problem, text)}`);
  if (document.contents === null) throw new ConfigError(`${file}: Expected an experiment, got an empty file.`);
  if (!isMap(document.contents))
    throw new ConfigError(`${at(0)}: Expected a map of keys, got ${kind(document.contents)}.`);
  const data = toPlain(document, file);
  return {data, place: (path, key) => at(offsetOf(document, path, key))};
}

function toPlain(document: Document, file: string): Record<string, unknown> {
  try {
    return document.toJS({maxAliasCount: 100}) as Record<string, unknown>;
  } catch (cause) {
    throw new ConfigError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}.`, {cause});
  }
}

function syntaxMessage({code, message, pos}: {code: string; message: string; pos: readonly number[]}, text: string) {
  if (code === 'TAB_AS_INDENT' || text[pos[0] ?? 0] === '\t')
    return 'Expected spaces, got a tab. YAML is indented with spaces.';
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(pos[0]))?.[0] ?? '';
    return `Expected each key once, got "${key}" again.`;
  }
  return `Expected YAML, got a syntax error: ${message.replace(/\.?$/, '.')}`;
}

function kind(node: unknown): string {
  return isCollection(node) ? 'a list' : isScalar(node) ? JSON.stringify(node.value) : 'something else';
}

function offsetOf(document: Document, path: readonly PropertyKey[], key?: string): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = path.slice(0, length);
    const node = length === 0 ? document.contents : (document.getIn(parent, true) as Node | undefined);
    if (length === path.length && key !== undefined && isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === key);
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    if (node && typeof node === 'object' && 'range' in node && node.range) return node.range[0];
  }
  return 0;
}
