import {escapeHtml} from '../escapeHtml.ts';
import {slug} from '../slug.ts';
import {THEME} from '../style.ts';
import type {CardGroup} from './card.ts';
import {cardHtml} from './cardHtml.ts';

const STYLE = `
${THEME}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}
h3{font-size:1.05rem;line-height:1.3;margin:0}
a{color:inherit}
nav a{margin-right:1rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:1rem;margin-top:1rem}
article{display:flex;flex-direction:column;gap:.5rem;padding:.75rem;border:1px solid var(--line);border-radius:4px;min-width:0}
article p,figure{margin:0}
figure{margin-top:auto}
figure svg{display:block;max-width:100%;height:auto}
figcaption,small,.links,summary,footer{color:var(--muted);font-size:.875rem}
pre{margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
code{font:.8rem/1.4 ui-monospace,monospace}
`.trim();

/** The front page of all reports: self-contained, no script, light and dark, wide and narrow. */
export function frontPage(groups: readonly CardGroup[]): string {
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Espalier: reports</title>',
    `<style>\n${STYLE}\n</style>`,
    '</head>',
    '<body>',
    '<header><h1>Espalier: reports</h1>',
    '<p>What was asked about pruning neural networks, and what run records that lie beside this page answer.</p>',
    `<nav>${groups.map(({title, cards}) => `<a href="#${slug(title)}">${escapeHtml(title)} (${cards.length})</a>`).join(' ')}</nav>`,
    '</header>',
    '<main>',
    ...groups.map(groupHtml),
    '</main>',
    '<footer><p>Made by <code>npm run findings</code>.</p></footer>',
    '</body>',
    '</html>'
  ].join('\n')}\n`;
}

function groupHtml({title, summary, cards}: CardGroup): string {
  return [
    `<section><h2 id="${slug(title)}">${escapeHtml(title)}</h2>`,
    `<p>${escapeHtml(summary)}</p>`,
    '<div class="cards">',
    ...cards.map(cardHtml),
    '</div>',
    '</section>'
  ].join('\n');
}
