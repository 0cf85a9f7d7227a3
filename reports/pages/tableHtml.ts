import {cellText} from '../tables/cellText.ts';
import type {Column, Table} from '../tables/table.ts';
import {captionHtml, escapeHtml} from './escapeHtml.ts';

const LONG = 20;

/** A table in a box of its own that scrolls sideways, its caption below; phones stack the cells of a table of words. */
export function tableHtml({title, caption, columns, rows}: Table): string {
  const header = columns.map(({header: text, kind}) => `<th scope="col" class="${kind}">${escapeHtml(text)}</th>`);
  const hasWordsAlone = columns.every(({kind}) => kind === 'text');
  const isNamed = hasWordsAlone && columns.length > 2;
  const body = rows.map(
    row => `<tr>${columns.map((column, i) => cell(cellText(row[i], column), column, i, isNamed)).join('')}</tr>`
  );
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    `<div class="scroll${hasWordsAlone ? ' words' : ''}" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table>`,
    `<thead><tr>${header.join('')}</tr></thead>`,
    `<tbody>`,
    ...body,
    `</tbody></table></div>`,
    `<p class="caption">${captionHtml(caption)}</p>`
  ].join('\n');
}

function cell(text: string, {kind, header}: Column, index: number, isNamed: boolean): string {
  const tag = index === 0 ? 'th scope="row"' : 'td';
  const long = text.length > LONG ? ' long' : '';
  // Stacked cells have lost their column; style.ts shows this name in its stead where there are several.
  const name = index > 0 && isNamed ? ` data-header="${escapeHtml(header)}"` : '';
  return `<${tag} class="${kind}${long}"${name}>${escapeHtml(text)}</${tag.slice(0, 2)}>`;
}
