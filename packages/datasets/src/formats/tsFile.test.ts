import {expect, test} from 'vitest';
import {readTsFile} from './tsFile.ts';

const header = ['@problemName Made', '@univariate true', '@classLabel true a b', '@data'];
const read = (...lines: string[]) => readTsFile(lines.join('\n'), 'Made_TRAIN.ts');
const values = (...lines: string[]) =>
  read(...header, ...lines).cases.map(({dimensions}) => dimensions.map(d => [...d]));

test('dimensions are separated by colons, values by commas, the class is last; comments and empty lines are left out', () => {
  const file = read('# what it is', '%too', ...header, '1,2.5,-3e1:4,5,6:b', '', '7,8,9:10,11,12: a ', '');
  expect(file.classNames).toEqual(['a', 'b']);
  expect(file.cases.map(({label}) => label)).toEqual(['b', 'a']);
  expect(file.cases.map(({dimensions}) => dimensions.map(d => [...d]))).toEqual([
    [
      [1, 2.5, -30],
      [4, 5, 6]
    ],
    [
      [7, 8, 9],
      [10, 11, 12]
    ]
  ]);
  expect(file.filled).toBe(0);
});

test('tags are read whatever their case, lines may end as on Windows', () => {
  const file = readTsFile('@PROBLEMNAME x\r\n@ClassLabel TRUE a b\r\n@DATA\r\n1,2:a\r\n', 'x.ts');
  expect([...file.cases[0]!.dimensions[0]!]).toEqual([1, 2]);
});

test('missing values lie between their neighbours, at the ends they repeat the nearest', () => {
  expect(values('?,1,?,?,4,NaN:a', '0,1:b')).toEqual([[[1, 1, 2, 3, 4, 4]], [[0, 1]]]);
  expect(read(...header, '?,1,?,?,4,NaN:a').filled).toBe(4);
});

test.each([
  ['no data', ['@classLabel true a b'], 'Expected Made_TRAIN.ts to have a line @data behind its header, got none.'],
  ['no case', header, 'Expected Made_TRAIN.ts to have a case a line behind @data, got none.'],
  [
    'another class',
    [...header, '1,2:c'],
    'Expected line 5 of Made_TRAIN.ts to end with one of the classes a, b, got "c".'
  ],
  ['no dimension', [...header, 'a'], 'Expected line 5 of Made_TRAIN.ts to have at least 1 dimensions, got 0.'],
  [
    'a word',
    [...header, '1,2:3,x:a'],
    'Expected dimension 2 in line 5 of Made_TRAIN.ts to hold finite numbers or "?", got "x".'
  ],
  [
    'an empty value',
    [...header, '1,,2:a'],
    'Expected dimension 1 in line 5 of Made_TRAIN.ts to hold finite numbers or "?", got "".'
  ],
  [
    'only missing values',
    [...header, '?,?:a'],
    'Expected dimension 1 in line 5 of Made_TRAIN.ts to have a value that is not missing, got none.'
  ],
  [
    'another number of dimensions than the header has',
    ['@dimensions 2', ...header, '1,2:a'],
    'Expected line 6 of Made_TRAIN.ts to have 2 dimensions, got 1.'
  ],
  [
    'other dimensions than the first case',
    [...header, '1,2:a', '1:2:b'],
    'Expected case 2 of Made_TRAIN.ts to have 1 dimensions like the first, got 2.'
  ],
  [
    'time stamps',
    ['@timeStamps true', ...header, '(0,1):a'],
    'Expected Made_TRAIN.ts to have series without time stamps, got @timeStamps true.'
  ],
  [
    'numbers to predict',
    ['@targetLabel true', '@data', '1,2:0.5'],
    'Expected the header of Made_TRAIN.ts to have "@classLabel true" and two classes at least, got @targetLabel (numbers to predict).'
  ],
  [
    'no classes',
    ['@classLabel false', '@data', '1,2'],
    'Expected the header of Made_TRAIN.ts to have "@classLabel true" and two classes at least, got "false".'
  ],
  [
    'a header line of something else',
    ['import x', ...header, '1,2:a'],
    'Expected line 1 of Made_TRAIN.ts to be "@name value" or a comment, got "import x".'
  ]
])('%s is an error', (_, lines, message) => {
  expect(() => read(...lines)).toThrow(message);
});
