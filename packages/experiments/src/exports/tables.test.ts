import {parquetMetadata, parquetReadObjects} from 'hyparquet';
import {describe, expect, it} from 'vitest';
import {toCsv} from './csv.ts';
import {toParquet} from './parquet.ts';
import {tableOf, type Row} from './table.ts';

const row = (values: Readonly<Record<string, unknown>>): Row =>
  new Map(Object.entries(values).map(([name, value]) => [name, {value}]));

const table = tableOf([
  new Map([...row({name: 'a "b", c\nd', lr: 1, floor: 1, on: true}), ['at', {value: 1e12, kind: 'time' as const}]]),
  row({name: ' ü', lr: 0.1 + 0.2, floor: {conv1: 8}, on: false, list: [1, 2], units: 7}),
  row({name: '', lr: 'NaN', units: 2 ** 40})
]);

describe('a table', () => {
  it('has the columns of all rows, each of one kind', () => {
    const kinds = table.map(({name, kind}) => [name, kind]);
    expect(kinds).toEqual([
      ['name', 'text'],
      ['lr', 'text'],
      ['floor', 'text'],
      ['on', 'boolean'],
      ['at', 'time'],
      ['list', 'text'],
      ['units', 'integer']
    ]);
  });

  it('reads non-finite numbers where it knows that they are numbers', () => {
    const [loss] = tableOf(
      [0.5, 'NaN', '-Infinity'].map(value => new Map([['loss', {value, kind: 'number' as const}]]))
    );
    expect(loss?.cells).toEqual([0.5, NaN, -Infinity]);
  });
});

it('makes CSV that reads back', () => {
  expect(toCsv(table)).toBe(
    'name,lr,floor,on,at,list,units\r\n' +
      '"a ""b"", c\nd",1,1,true,2001-09-09T01:46:40.000Z,,\r\n' +
      '" ü",0.30000000000000004,"{""conv1"":8}",false,,"[1,2]",7\r\n' +
      '"",NaN,,,,,1099511627776\r\n'
  );
});

it('makes Parquet with types and gaps', async () => {
  const file = toParquet(table).buffer as ArrayBuffer;
  expect(parquetMetadata(file).created_by).toMatch(/^espalier /);
  const rows = await parquetReadObjects({file});
  expect(rows[0]).toEqual({
    name: 'a "b", c\nd',
    lr: '1',
    floor: '1',
    on: true,
    at: new Date(1e12),
    list: null,
    units: null
  });
  expect(rows.map(({units}) => units as unknown)).toEqual([null, 7n, 2n ** 40n]);
});
