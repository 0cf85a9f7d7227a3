// Data in the reader's own files may bring validation examples along, which are then no part of training's count.
const IS_PATH = /[/\\]|\.npz$/;

/**
 * How many examples a `dataset:` section asks for, in words: `2000 training examples, validation included, and 500 test
 * examples`; undefined where it asks for all.
 */
export function exampleCounts(dataset: unknown): string | undefined {
  if (typeof dataset !== 'object' || dataset === null) return undefined;
  const {name, train, validation, test} = dataset as Readonly<Record<string, unknown>>;
  const own = typeof name === 'string' && IS_PATH.test(name);
  const trainWords = trainingWords(train, validation, own);
  const testWords = typeof test === 'number' ? `${test} test examples` : undefined;
  const known = [trainWords, testWords].filter(words => words !== undefined);
  return known.length > 0 ? known.join(trainWords?.includes(',') ? ', and ' : ' and ') : undefined;
}

function trainingWords(train: unknown, validation: unknown, own: boolean): string | undefined {
  const held = typeof validation === 'number' ? validation : undefined;
  if (typeof train !== 'number') return held === undefined ? undefined : `${held} validation examples`;
  const all = `${train} training examples`;
  if (own) return `${all}, ${held ? `${held} for ` : ''}validation included unless the data brings its own`;
  return `${all}, ${held === undefined ? 'validation included' : `${held} of them for validation`}`;
}
