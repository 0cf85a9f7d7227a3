import type {Figure} from '../figures/figure.ts';
import {NARROW, WIDE} from '../figures/theme.ts';
import {captionHtml, escapeHtml} from './escapeHtml.ts';

/** A figure drawn twice, for wide screens and for phones: text keeps its size where scaling would make it illegible. */
export function figureHtml({title, caption, draw}: Figure): string {
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    '<figure>',
    `<div class="wide">${draw(WIDE).trim()}</div>`,
    `<div class="narrow">${draw(NARROW).trim()}</div>`,
    `<figcaption>${captionHtml(caption)}</figcaption>`,
    '</figure>'
  ].join('\n');
}
