import {expect, it} from 'vitest';
import {foldLayout} from './foldLayout.ts';
import {layoutGraph, type GraphNode} from './layoutGraph.ts';

const node = (id: string, ...inputs: string[]): GraphNode => ({id, inputs, width: 80, height: 30});
const chain = 'abcdef'.split('').map((id, i, all) => node(id, ...all.slice(i === 0 ? 0 : i - 1, i)));

it('keeps a layout in one column that is high enough', () => {
  const layout = layoutGraph(chain);
  const {boxes, width, height} = foldLayout(layout, 1000);
  expect(new Set(boxes.map(({x}) => x)).size).toBe(1);
  // 6 boxes of 30 and 5 gaps of 20, with a gap above and below.
  expect([width, height]).toEqual([80, 6 * 30 + 7 * 20]);
});

it('reads columns from left to right, and joins them by an arrow that turns', () => {
  const {boxes, arrows, width} = foldLayout(layoutGraph(chain), 170);
  const columns = [...new Set(boxes.map(({x}) => x))];
  expect(
    columns.map(x =>
      boxes
        .filter(box => box.x === x)
        .map(({id}) => id)
        .join('')
    )
  ).toEqual(['abc', 'def']);
  expect(width).toBeGreaterThan(160);
  expect(arrows.map(({from, to}) => from + to)).toEqual(['ab', 'bc', 'de', 'ef', 'cd']);
  expect(arrows.filter(({turn}) => turn).map(({from}) => from)).toEqual(['c']);
});

it('folds where one box leads to several, and draws what their arrows share once', () => {
  const fork = [node('a'), node('b', 'a'), node('c', 'b'), node('d', 'c', 'b'), node('e', 'd')];
  const {boxes, arrows} = foldLayout(layoutGraph(fork), 90);
  const x = (id: string) => boxes.find(box => box.id === id)?.x ?? 0;
  expect(x('b')).toBeLessThan(x('c') - 80);
  const over = arrows.filter(({from}) => from === 'b');
  expect(over.map(({to}) => to).sort()).toEqual(['c', 'd']);
  expect(over.filter(({turn}) => turn)).toHaveLength(1);
});

it('lets no column be low beside a part that cannot be cut', () => {
  const left = [node('l0', 'a'), node('l1', 'l0'), node('l2', 'l1')];
  const right = [node('r0', 'a'), node('r1', 'r0'), node('r2', 'r1')];
  const tail = [node('b', 'l2', 'r2'), node('c', 'b'), node('d', 'c'), node('e', 'd')];
  const {boxes} = foldLayout(layoutGraph([node('a'), ...left, ...right, ...tail]), 40);
  const columnOf = (id: string) => boxes.find(box => box.id === id)?.x;
  expect(new Set(['c', 'd', 'e'].map(columnOf)).size).toBe(1);
});

it('does not fold where several boxes lead on', () => {
  const streams = [
    node('a'),
    node('l1', 'a'),
    node('r1', 'a'),
    node('l2', 'l1'),
    node('r2', 'r1'),
    node('end', 'l2', 'r2')
  ];
  const {boxes} = foldLayout(layoutGraph(streams), 60);
  const x = (id: string) => boxes.find(box => box.id === id)?.x;
  expect([x('l1'), x('r1')]).toEqual([x('l2'), x('r2')]);
});
