/** A Markdown table. Columns that begin with `>` are aligned to the right. */
export function markdownTable(columns, rows) {
  const heads = columns.map(name => name.replace(/^>/, ''));
  const rules = columns.map(name => (name.startsWith('>') ? '---:' : '---'));
  return [heads, rules, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const RANGE = ' to ';

/** `0.83 (0.81 to 0.86)`: a median with its interval. */
export function withInterval({median, interval}, show = digits(2)) {
  return `${show(median)} (${interval.map(value => show(value)).join(RANGE)})`;
}

export const digits = count => value => value.toFixed(count);
export const milliseconds = seconds => {
  const ms = 1000 * seconds;
  return `${ms >= 10 ? ms.toFixed(0) : ms.toPrecision(2)} ms`;
};
export const inSeconds = seconds => `${seconds >= 10 ? seconds.toFixed(0) : seconds.toPrecision(2)} s`;
export const percent = share => `${(100 * share).toFixed(1)} %`;
