import {describe, expect, it} from 'vitest';
import {batches, mlflowNames, paramValue} from './limits.ts';

describe('names for MLflow', () => {
  it('keep what it takes, and are clean paths of its letters', () => {
    const names = ['validationLoss', 'unitsLeft.conv1[16:32]', 'prune.floor.conv*', '/a//b/../c', '..', 'block/conv:0'];
    expect([...mlflowNames(names).values()]).toEqual([
      'validationLoss',
      'unitsLeft.conv1.16-32',
      'prune.floor.conv_',
      'a/c',
      '_',
      'block/conv_0'
    ]);
  });

  it('stay different, also where long', () => {
    const names = ['a*', 'a?', 'a+', `${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`];
    const found = [...mlflowNames(names).values()];
    expect(found.slice(0, 3)).toEqual(['a_', 'a__2', 'a__3']);
    expect(new Set(found).size).toBe(5);
    expect(Math.max(...found.map(({length}) => length))).toBe(250);
  });
});

describe('batches', () => {
  const numbered = <T>(count: number, item: (key: string) => T) => Array.from({length: count}, (_, i) => item(`k${i}`));
  const entry = (key: string) => ({key, value: 'v'});
  const point = (key: string) => ({key, value: 1, timestamp: 0, step: 0});

  it('hold everything once, in order, within the limits, tags last', () => {
    const all = {params: numbered(230, entry), metrics: numbered(2500, point), tags: numbered(20, entry)};
    const parts = batches(all);
    expect(parts.flatMap(({params}) => params)).toEqual(all.params);
    expect(parts.flatMap(({metrics}) => metrics)).toEqual(all.metrics);
    expect(parts.at(-1)?.tags).toEqual(all.tags);
    for (const {params, metrics, tags} of parts) {
      expect(params.length).toBeLessThanOrEqual(100);
      expect(metrics.length).toBeLessThanOrEqual(1000);
      expect(params.length + metrics.length + tags.length).toBeLessThanOrEqual(1000);
    }
  });

  it('stay below a megabyte', () => {
    const params = numbered(100, key => ({key, value: paramValue('€'.repeat(7000))}));
    const parts = batches({params, metrics: [], tags: []});
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(1e6);
    expect(params[0]?.value).toHaveLength(6000);
  });

  it('are none where there is nothing', () => {
    expect(batches({params: [], metrics: [], tags: []})).toEqual([]);
  });
});
