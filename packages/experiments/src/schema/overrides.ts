import {parseDocument} from 'yaml';
import {ConfigError} from './ConfigError.ts';

export interface Override {
  readonly key: string;
  readonly value: unknown;
  /** As the user wrote it. */
  readonly text: string;
}

/** Reads `key=value` with a dotted key and a value typed as in YAML: `prune.updates=5`, `prune.until={flops: 0.4}`. */
export function parseOverride(text: string): Override {
  const match = /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)=(.*)$/s.exec(text);
  if (!match) throw new ConfigError(`Expected an override to be key=value with a dotted key, got "${text}".`);
  const [, key = '', raw = ''] = match;
  const document = parseDocument(raw, {prettyErrors: false});
  if (document.errors.length > 0) {
    throw new ConfigError(
      `override ${text}: Expected the value to be YAML, got a syntax error: ${document.errors[0]?.message}`
    );
  }
  return {key, value: document.toJS() as unknown, text};
}
