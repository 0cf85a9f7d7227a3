import type {Criterion} from '@espalier/core';

/** The criteria as a Markdown table, one row each: name, formula, what the engine computes for it, source. */
export function criteriaTable(criteria: readonly Criterion[]): string {
  const rows = criteria.map(({name, formula, needs, source}) =>
    [`\`${name}\``, escape(formula), needs.map(need => `\`${need}\``).join(', '), escape(source)].join(' | ')
  );
  return ['Name | Formula | Needs | Source', '--- | --- | --- | ---', ...rows].map(row => `| ${row} |`).join('\n');
}

// A bare bar would end the cell.
function escape(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
