import {printText} from './printText.ts';

/** Prints one document, which has a `format`. JSON has no non-finite numbers: they become strings, as in the records. */
export function printJson(document: object): void {
  const finite = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  printText(JSON.stringify(document, finite, 2));
}
