import {cellText} from '../tables/cellText.ts';
import type {Column, Table} from '../tables/table.ts';
import {captionHtml, escapeHtml} from './escapeHtml.ts';

const LONG = 20;

/** A table in a box of its own that scrolls sideways, its caption below. */
export function tableHtml({title, caption, columns, rows}: Table): string {
  const header = columns.map(({header: text, kind}) => `<th scope="col" class="${kind}">${escapeHtml(text)}</th>`);
  const body = rows.map(
    row => `<tr>${columns.map((column, i) => cell(cellText(row[i], column), column, i)).join('')}</tr>`
  );
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table>`,
    `<thead><tr>${header.join('')}</tr></thead>`,
    `<tbody>`,
    ...body,
    `</tbody></table></div>`,
    `<p class="caption">${captionHtml(caption)}</p>`
  ].join('\n');
}

function cell(text: string, {kind}: Column, index: number): string {
  const tag = index === 0 ? 'th scope="row"' : 'td';
  const long = text.length > LONG ? ' long' : '';
  return `<${tag} class="${kind}${long}">${escapeHtml(text)}</${tag.slice(0, 2)}>`;
}
