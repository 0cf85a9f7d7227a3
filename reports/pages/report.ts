import type {Figure} from '../figures/figure.ts';
import type {Table} from '../tables/table.ts';
import {captionHtml, escapeHtml} from './escapeHtml.ts';
import {figureHtml} from './figureHtml.ts';
import {STYLE} from './style.ts';
import {tableHtml} from './tableHtml.ts';

/** `prose` is in paragraphs, with blank lines between; `code` is shown as it is. */
export type Part =
  {readonly figure: Figure} | {readonly table: Table} | {readonly prose: string} | {readonly code: string};

/** Figures and tables of one network on one data set, or of one step of an argument, in the order of the page. */
export interface Section {
  readonly title: string;
  /** Data, runs and seeds in a sentence. */
  readonly summary?: string;
  readonly parts: readonly Part[];
}

export interface ReportContent {
  readonly title: string;
  /** What the report answers, in a sentence. */
  readonly question: string;
  /** The answer in a few words. */
  readonly answer?: string;
  /** Makes this page again. */
  readonly command: string;
  readonly sections: readonly Section[];
  /** What is missing or left out, one sentence each. */
  readonly notes?: readonly string[];
}

/** One self-contained HTML page: no script, no request, light and dark, from 320 pixels up. */
export function report({title, question, answer, command, sections, notes = []}: ReportContent): string {
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>\n${STYLE}\n</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeHtml(title)}</h1>`,
    `<p class="question">${captionHtml(question)}</p>`,
    ...(answer === undefined ? [] : [`<p class="answer">${escapeHtml(answer)}</p>`]),
    ...notes.map(note => `<p>${captionHtml(note)}</p>`),
    '</header>',
    '<main>',
    ...sections.map(sectionHtml),
    '</main>',
    `<footer><p>Made by:</p><pre><code>${escapeHtml(command)}</code></pre></footer>`,
    '</body>',
    '</html>'
  ].join('\n')}\n`;
}

function sectionHtml({title, summary, parts}: Section): string {
  return [
    `<section><h2>${escapeHtml(title)}</h2>`,
    ...(summary === undefined ? [] : [`<p>${escapeHtml(summary)}</p>`]),
    ...parts.map(partHtml),
    '</section>'
  ].join('\n');
}

function partHtml(part: Part): string {
  if ('figure' in part) return figureHtml(part.figure);
  if ('table' in part) return tableHtml(part.table);
  if ('code' in part) return `<pre><code>${escapeHtml(part.code)}</code></pre>`;
  return paragraphs(part.prose)
    .map(text => `<p>${captionHtml(text)}</p>`)
    .join('\n');
}

/** Paragraphs of a text, each on one line. */
export function paragraphs(prose: string): string[] {
  return prose.split(/\n\s*\n/).map(text => text.trim().replace(/\s+/g, ' '));
}
