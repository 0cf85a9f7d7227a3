import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {textTable, type TextColumn} from './textTable.ts';

/** Lines without the heading's bold, which Nx asks for by FORCE_COLOR. */
function linesOf(columns: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): string[] {
  return stripVTControlCharacters(textTable(columns, rows, {width})).split('\n');
}

describe('a text table', () => {
  it('puts words on the left and numbers on the right', () => {
    const lines = linesOf(
      [{header: 'group'}, {header: 'units', align: 'right'}],
      [
        ['conv1', '8'],
        ['c', '128']
      ],
      80
    );
    expect(lines).toEqual(['group  units', 'conv1      8', 'c        128']);
  });

  it('wraps prose, and prose alone, to stay within the terminal', () => {
    const columns = [{header: 'name'}, {header: 'formula', prose: true}];
    const rows = [['mutual-information', 'H(x) + H(y) − H(x, y) with ten bins by rank']];
    const lines = linesOf(columns, rows, 44);
    expect(lines).toEqual([
      'name                formula',
      'mutual-information  H(x) + H(y) − H(x, y)',
      '                    with ten bins by rank'
    ]);
    expect(textTable(columns, rows, {width: 0}).split('\n')).toHaveLength(2);
  });
});
