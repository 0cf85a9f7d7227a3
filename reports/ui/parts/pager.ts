import {h} from '../dom.ts';
import {count} from '../format.ts';

export interface Page {
  readonly from: number;
  readonly size: number;
  readonly total: number;
  readonly go: (from: number) => void;
}

/** `1 to 100 of 10,000` with ways to the next and the previous ones; nothing where all are on one page. */
export function pager({from, size, total, go}: Page): HTMLElement | null {
  if (total <= size && from === 0) return null;
  const last = Math.max(0, Math.floor((total - 1) / size) * size);
  const button = (words: string, to: number, possible: boolean) =>
    h('button', {type: 'button', disabled: !possible, 'data-focus': words, onclick: () => go(to)}, words);
  return h(
    'nav',
    {class: 'pager', 'aria-label': 'Pages'},
    button('First', 0, from > 0),
    button('Previous', Math.max(0, from - size), from > 0),
    h('span', {}, `${count(Math.min(from + 1, total))} to ${count(Math.min(from + size, total))} of ${count(total)}`),
    button('Next', from + size, from + size < total),
    button('Last', last, from < last)
  );
}
