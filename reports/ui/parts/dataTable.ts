import {h, type Child} from '../dom.ts';

export interface Column<T> {
  /** Key to sort by; a column without one cannot be sorted. */
  readonly key?: string;
  readonly header: string;
  /** Shown instead of the header, and read out all the same. */
  readonly hidden?: boolean;
  readonly number?: boolean;
  /** The column that names the row. */
  readonly head?: boolean;
  readonly cell: (row: T) => Child;
}

export interface DataTable<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  /** The key that it is sorted by, `-key` for the other way, and what to do when another is asked for. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

/** A table of rows that become cards on a phone, where each value says what it is. */
export function dataTable<T>(table: DataTable<T>): HTMLElement {
  const {caption, columns, rows} = table;
  const body = rows.map(row => h('tr', {}, ...columns.map(column => cell(column, row))));
  return h(
    'div',
    {class: 'table'},
    h(
      'table',
      {},
      h('caption', {class: 'unseen'}, caption),
      h('thead', {}, h('tr', {}, ...columns.map(column => header(column, table)))),
      h('tbody', {}, ...body)
    )
  );
}

function header<T>({key, header: text, hidden, number}: Column<T>, {sort = '', onSort}: DataTable<T>): HTMLElement {
  const label = hidden ? h('span', {class: 'unseen'}, text) : text;
  const kind = number ? 'number' : undefined;
  if (key === undefined || !onSort) return h('th', {scope: 'col', class: kind}, label);
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none';
  const arrow = {ascending: ' ↑', descending: ' ↓', none: ''}[order];
  const next = order === 'ascending' ? `-${key}` : key;
  const press = () => onSort(next);
  return h(
    'th',
    {scope: 'col', class: kind, 'aria-sort': order},
    h(
      'button',
      {type: 'button', 'data-focus': `sort ${key}`, onclick: press},
      label,
      h('span', {'aria-hidden': 'true'}, arrow)
    )
  );
}

function cell<T>({header: text, number, head, cell: make}: Column<T>, row: T): HTMLElement {
  const kind = number ? 'number' : undefined;
  const content = make(row);
  const empty = content === '' || content === undefined;
  return head
    ? h('th', {scope: 'row', class: kind}, content)
    : h('td', {class: empty ? 'empty' : kind, 'data-label': text}, content);
}
