import {DARK, GRID, INK, MUTED, PAPER} from '../figures/theme.ts';

const dark = (color: string) => DARK.get(color) ?? color;

const VARIABLES = (choose: (color: string) => string) =>
  `--paper:${choose(PAPER)};--ink:${choose(INK)};--muted:${choose(MUTED)};--line:${choose(GRID)};`;

// A figure's colors are attributes, so that its file stands alone; style rules win over attributes.
const DARK_FIGURES = [...DARK]
  .flatMap(([from, to]) =>
    ['fill', 'stroke'].map(kind => `svg[${kind}="${from}"],svg [${kind}="${from}"]{${kind}:${to}}`)
  )
  .join('\n');

/** Colors of pages, and of the figures in them, as custom properties and rules for a dark system. */
export const THEME = `
:root{color-scheme:light dark;${VARIABLES(color => color)}}
@media (prefers-color-scheme:dark){
:root{${VARIABLES(dark)}}
${DARK_FIGURES}
}`.trim();

/** The page's style sheet: one column, tables that scroll in their own box (a shade shows where there is more) or, of words alone, stack on phones, light or dark as the reader's system is. */
export const STYLE = `
:root{color-scheme:light dark;${VARIABLES(color => color)}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}
h3{font-size:1.05rem;margin:2rem 0 .5rem}
.question{font-size:1.1rem}
.answer{display:inline-block;margin:.25rem 0;padding:.25rem .75rem;border:1px solid var(--ink);border-radius:4px;font-weight:600}
.scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--paper) 30%,transparent),linear-gradient(270deg,var(--paper) 30%,transparent) 100% 0,linear-gradient(90deg,#8888,transparent),linear-gradient(270deg,#8888,transparent) 100% 0;background-repeat:no-repeat;background-size:2rem 100%,2rem 100%,.6rem 100%,.6rem 100%;background-attachment:local,local,scroll,scroll}
pre{margin:.5rem 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
code{font:.9em/1.4 ui-monospace,monospace}
figure{margin:1rem 0}
figure svg{display:block;max-width:100%;height:auto}
figure .narrow{display:none}
figcaption,.caption,footer{color:var(--muted);font-size:.875rem;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{vertical-align:bottom}
thead th{font-weight:600}
tbody th{font-weight:400}
.quantity{text-align:right}
td.quantity{white-space:nowrap}
thead .quantity{min-width:6rem}
tbody .text:not(.long){white-space:nowrap}
.long{min-width:9rem}
td.long{min-width:14rem}
@media (max-width:600px){
figure .wide{display:none}
figure .narrow{display:block}
.words thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.words table,.words tbody,.words tr,.words th,.words td{display:block;min-width:0}
.words tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.words tbody .text{padding:0;border:0;white-space:normal}
.words tbody th{font-weight:600}
.words td[data-header]::before{content:attr(data-header) ': ';color:var(--muted)}
}
@media print{body{max-width:none}}
@media (prefers-color-scheme:dark){
:root{${VARIABLES(dark)}}
${DARK_FIGURES}
}`.trim();
