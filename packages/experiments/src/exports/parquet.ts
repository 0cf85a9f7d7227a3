import {parquetWriteBuffer} from 'hyparquet-writer';
import {VERSION} from '../version.ts';
import type {Cell, Column, ColumnKind, ExportTable} from './table.ts';

const TYPES = {text: 'STRING', integer: 'INT64', number: 'DOUBLE', boolean: 'BOOLEAN', time: 'TIMESTAMP'} as const;

/** A Parquet file; every column may have gaps. */
export function toParquet(table: ExportTable): Uint8Array {
  const columnData = table.map(({name, kind, cells}: Column) => ({
    name,
    type: TYPES[kind],
    nullable: true,
    data: cells.map(cell => stored(cell, kind))
  }));
  return new Uint8Array(parquetWriteBuffer({columnData, createdBy: `espalier ${VERSION}`}));
}

function stored(cell: Cell, kind: ColumnKind): string | number | bigint | boolean | Date | null {
  if (cell === undefined) return null;
  if (kind === 'integer') return BigInt(cell);
  return kind === 'time' ? new Date(Number(cell)) : cell;
}
