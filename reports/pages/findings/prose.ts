import {FindingError} from './findingError.ts';

const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;
// Names that hold digits (VGG-16, l2, R3D), and places in the paper.
const LET_THROUGH =
  /`[^`]*`|\b(?:tables?|figures?|eq\.|equations?|sections?|appendix)\s+[A-Z]?\d[\d.]*(?:(?:,| and| to)\s+[A-Z]?\d[\d.]*)*/gi;
const NUMBER = /(?<![\p{L}\d_-])[+−-]?\d[\d.,]*(?:e[+-]?\d+)?(?![\p{L}\d_])/u;

/** Replaces `{{name}}` by its text. Throws a FindingError where prose has a number of its own, or a name is not known. */
export function fillProse(text: string, lookUp: (name: string) => string | undefined, place: string): string {
  const own = text.replace(BRACES, '').replace(LET_THROUGH, '');
  const number = NUMBER.exec(own)?.[0];
  if (number !== undefined) {
    throw new FindingError(
      `Expected prose without numbers of its own at ${place}, got ${number}. Name it in \`values\` or \`paper.numbers\` and write {{name}}.`
    );
  }
  return text.replace(BRACES, (_, name: string) => {
    const found = lookUp(name);
    if (found === undefined) throw new FindingError(`Expected a name that is known at ${place}, got {{${name}}}.`);
    return found;
  });
}
