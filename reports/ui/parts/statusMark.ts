import type {Status} from '../../explore/documents.ts';
import {h} from '../dom.ts';

/** A sign of its own for each status, so that color is not all that tells them apart. */
export const SIGNS: Readonly<Record<Status, string>> = {
  finished: '✓',
  running: '▶',
  queued: '…',
  failed: '✗',
  interrupted: '‖',
  cancelled: '–'
};

export function statusMark(status: Status): HTMLElement {
  return h('span', {class: `status ${status}`}, h('span', {'aria-hidden': 'true'}, SIGNS[status]), ` ${status}`);
}

/** `12 ✓ finished · 3 ✗ failed`, with a bar of their shares. */
export function statusCounts(counts: Readonly<Partial<Record<Status, number>>>, total: number): HTMLElement {
  const found = (Object.keys(SIGNS) as Status[]).flatMap(status => {
    const number = counts[status] ?? 0;
    return number > 0 ? [{status, number}] : [];
  });
  const bar = h('span', {class: 'bar', 'aria-hidden': 'true'});
  for (const {status, number} of found) {
    const part = h('span', {class: status});
    part.style.flexGrow = String(number / Math.max(1, total));
    bar.append(part);
  }
  const words = found.map(({status, number}) =>
    h(
      'span',
      {class: `status ${status}`},
      `${number} `,
      h('span', {'aria-hidden': 'true'}, SIGNS[status]),
      ` ${status}`
    )
  );
  return h('span', {class: 'counts'}, bar, h('span', {class: 'words'}, ...words));
}
