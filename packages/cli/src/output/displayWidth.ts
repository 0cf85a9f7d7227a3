import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;

/** Columns that a text takes on a terminal. Most cells are plain ASCII, where looking up every character is a waste. */
export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
