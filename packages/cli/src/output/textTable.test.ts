import {describe, expect, it} from 'vitest';
import {textTable} from './textTable.ts';

describe('a text table', () => {
  it('puts words on the left and numbers on the right', () => {
    const table = textTable(
      [{header: 'group'}, {header: 'units', align: 'right'}],
      [
        ['conv1', '8'],
        ['c', '128']
      ],
      {width: 80}
    );
    expect(table.split('\n')).toEqual(['group  units', 'conv1      8', 'c        128']);
  });

  it('wraps prose, and prose alone, to stay within the terminal', () => {
    const columns = [{header: 'name'}, {header: 'formula', prose: true}];
    const rows = [['mutual-information', 'H(x) + H(y) − H(x, y) with ten bins by rank']];
    const lines = textTable(columns, rows, {width: 44}).split('\n');
    expect(lines).toEqual([
      'name                formula',
      'mutual-information  H(x) + H(y) − H(x, y)',
      '                    with ten bins by rank'
    ]);
    expect(textTable(columns, rows, {width: 0}).split('\n')).toHaveLength(2);
  });
});
