import {SMALL} from '../../figures/theme.ts';
import {captionHtml, escapeHtml} from '../escapeHtml.ts';
import type {Card, Link} from './card.ts';

/** One question: what was found, a small figure, and where to look further. */
export function cardHtml({title, question, answer, detail, figure, page, data, commands}: Card): string {
  return [
    '<article>',
    `<h3><a href="${escapeHtml(page)}">${escapeHtml(title)}</a></h3>`,
    `<p>${captionHtml(question)}</p>`,
    `<p class="verdict"><b>${escapeHtml(answer)}</b> <small>${escapeHtml(detail)}</small></p>`,
    ...(figure
      ? [`<figure>${figure.draw(SMALL).trim()}<figcaption>${escapeHtml(figure.title)}</figcaption></figure>`]
      : []),
    `<p class="links">${linkHtml({name: 'Page', path: page})} · Data: ${data.map(linkHtml).join(', ')}</p>`,
    `<details><summary>Commands</summary><pre><code>${escapeHtml(commands.join('\n'))}</code></pre></details>`,
    '</article>'
  ].join('\n');
}

function linkHtml({name, path}: Link): string {
  return `<a href="${escapeHtml(path)}">${escapeHtml(name)}</a>`;
}
