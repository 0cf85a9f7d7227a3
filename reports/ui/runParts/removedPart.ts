import type {HistoryDocument, RemovedUnit} from '../../explore/documents.ts';
import {fill, h} from '../dom.ts';
import {count, MISSING} from '../format.ts';
import {dataTable} from '../parts/dataTable.ts';
import {pager} from '../parts/pager.ts';

const PAGE = 50;

/** The units that were removed, in order. */
export function removedPart() {
  let removed: readonly RemovedUnit[] = [];
  let [from, sort] = [0, 'step'];
  const table = h('div');
  const title = h('h2', {}, 'Removed units');
  const element = h('section', {hidden: true}, h('details', {}, h('summary', {}, title), table));
  const draw = () => {
    element.hidden = removed.length === 0;
    title.textContent = `Removed units (${count(removed.length)})`;
    const rows = sortUnits(removed, sort).slice(from, from + PAGE);
    const onSort = (next: string) => {
      [from, sort] = [0, next];
      draw();
    };
    const go = (to: number) => {
      from = to;
      draw();
    };
    fill(
      table,
      dataTable({caption: 'Removed units', rows, sort, onSort, columns: COLUMNS}),
      pager({from, size: PAGE, total: removed.length, go})
    );
  };
  return {
    element,
    show: (answer: HistoryDocument) => {
      ({removed} = answer);
      draw();
    }
  };
}

const COLUMNS = [
  {key: 'step', header: 'Step', number: true, head: true, cell: ({step}: RemovedUnit) => step},
  {key: 'group', header: 'Layer', cell: ({group}: RemovedUnit) => group},
  {key: 'unit', header: 'Unit (of the unpruned network)', number: true, cell: ({unit}: RemovedUnit) => unit},
  {key: 'score', header: 'Score', number: true, cell: ({score}: RemovedUnit) => score?.toPrecision(4) ?? MISSING},
  {key: 'rank', header: 'Rank', number: true, cell: ({rank}: RemovedUnit) => rank ?? MISSING}
];

function sortUnits(units: readonly RemovedUnit[], by: string): readonly RemovedUnit[] {
  const [key, sign] = by.startsWith('-') ? [by.slice(1), -1] : [by, 1];
  const value = (unit: RemovedUnit) => unit[key as keyof RemovedUnit] ?? '';
  return units.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other), 'en', {numeric: true});
  });
}
