import {matchRuns} from '../../quantities/matchRuns.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import type {RunFilter} from '../../quantities/quantitySchema.ts';
import {subjectOf} from '../../records/subjectOf.ts';
import {withSuffix} from '../partFiles.ts';
import type {Part} from '../report.ts';
import {slug} from '../slug.ts';
import {FindingError} from './findingError.ts';
import type {Known} from './lookUp.ts';
import {FIGURES_OF_ALL, showFigure} from './showFigure.ts';
import type {ShownFigure, ShownTable} from './showSchema.ts';
import {showTable, TABLES_OF_ALL} from './showTable.ts';

export interface ShowOptions extends Measured {
  readonly known: Known;
  readonly command: string;
}

/** The parts of the page that a figure or table of `show` gives: one, or one for each subject. */
export function showPart(entry: ShownFigure | ShownTable, options: ShowOptions): Part[] {
  if (isOfBench(entry)) return [titled(partOf(entry, options), entry)];
  const chosen = choose(options, entry.where);
  const subjects = [...new Set(chosen.records.map(subjectOf))];
  if (subjects.length === 0)
    throw new FindingError(`Expected runs for ${nameOf(entry)}, got none that \`where\` leaves.`);
  const isOfAll = 'figure' in entry ? FIGURES_OF_ALL.includes(entry.figure) : TABLES_OF_ALL.includes(entry.table);
  if (isOfAll || subjects.length === 1) return [titled(partOf(entry, {...options, ...chosen}), entry)];
  return subjects.map(subject => {
    const part = titled(partOf(entry, {...options, ...choose(chosen, {subject})}), entry, `: ${subject}`);
    return withSuffix(part, `-${slug(subject)}`);
  });
}

/** Of the rows of a bench, which no run filter knows. */
function isOfBench(entry: ShownFigure | ShownTable): boolean {
  return ('figure' in entry ? entry.figure : entry.table) === 'bench';
}

/** Correlations are of all criteria that were scored, whatever the runs that are left prune by. */
function choose({records, correlations}: Measured, where: RunFilter): Measured {
  const {criterion, ...others} = where;
  const subjects = new Set(matchRuns(records, others).map(subjectOf));
  const isWanted = (name: string) => criterion === undefined || [criterion].flat().includes(name);
  return {
    records: matchRuns(records, where),
    correlations: correlations.filter(row => subjects.has(row.subject ?? '') && isWanted(row.criterion))
  };
}

function partOf(entry: ShownFigure | ShownTable, options: ShowOptions): Part {
  if ('table' in entry) return {table: showTable(entry, options)};
  const figure = showFigure(entry, options, options.command);
  if (!figure) throw new FindingError(`Expected runs that measured what ${nameOf(entry)} shows, got none.`);
  return {figure};
}

function titled(part: Part, {title, name}: ShownFigure | ShownTable, suffix = ''): Part {
  const own = (given: {readonly name: string; readonly title: string}) => ({
    name: name ?? given.name,
    title: (title ?? given.title) + suffix
  });
  if ('figure' in part) return {figure: {...part.figure, ...own(part.figure)}};
  return 'table' in part ? {table: {...part.table, ...own(part.table)}} : part;
}

function nameOf(entry: ShownFigure | ShownTable): string {
  return 'figure' in entry ? `figure ${entry.figure}` : `table ${entry.table}`;
}
