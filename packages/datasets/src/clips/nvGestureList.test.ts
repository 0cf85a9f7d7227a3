import {expect, test} from 'vitest';
import {parseNvGestureList} from './nvGestureList.ts';

const LINE =
  'path:./Video_data/class_01/subject13_r0 depth:sk_depth:138:218 color:sk_color:139:219 duo_left:duo_left:161:254 label:1';

test('a line has a folder, a range for each stream and a label that counts from 1', () => {
  const clip = {folder: 'Video_data/class_01/subject13_r0', start: 138, end: 218, label: 0};
  expect(parseNvGestureList(`${LINE} \n\n${LINE}\r\n`, 'x.lst', 'depth')).toEqual([clip, clip]);
  expect(parseNvGestureList(LINE, 'x.lst', 'color')).toEqual([{...clip, start: 139, end: 219}]);
});

test.each([
  ['no path', 'depth:sk_depth:1:81 label:1'],
  ['no range', 'path:a label:1'],
  ['a range that ends before it starts', 'path:a depth:sk_depth:81:1 label:1'],
  ['a label beyond the classes', 'path:a depth:sk_depth:1:81 label:26'],
  ['label 0', 'path:a depth:sk_depth:1:81 label:0']
])('%s is an error that names the line', (_, line) => {
  expect(() => parseNvGestureList(`${LINE}\n${line}`, 'x.lst', 'depth')).toThrow(
    'Expected line 2 of x.lst to be like "path:./Video_data/class_01/subject1_r0 depth:sk_depth:138:218 label:1", got ' +
      `"${line}".`
  );
});

test.each(['../a', '/etc', 'a/../../b', 'a\\..\\b'])('a path to %s leaves the folder of the data', path => {
  expect(() => parseNvGestureList(`path:${path} depth:sk_depth:1:81 label:1`, 'x.lst', 'depth')).toThrow(
    `Expected the path in line 1 of x.lst to lie in the folder of the data, got "${path}".`
  );
});

test('an empty list is an error', () => {
  expect(() => parseNvGestureList('\n', 'x.lst', 'depth')).toThrow('Expected x.lst to have a clip a line, got none.');
});
