// What it takes to look through runs: pure functions of lists and metrics, and the documents that they make. No drawing.
export {compareSettings} from './compareSettings.ts';
export type * from './documents.ts';
export {STATUSES} from './documents.ts';
export {keysOfFilter, matches, parseFilter, unknownKeys, type Term} from './filter.ts';
export {AXES, curvesOf} from './groupCurves.ts';
export {estimateGroup, groupRows, sweptKeys, type Group} from './groupRows.ts';
export {metricNameOf} from './metricNameOf.ts';
export type {Metrics} from './pointsOf.ts';
export {runRow, withLastStep} from './runRow.ts';
export {sortRows} from './sortRows.ts';
export {countStatuses, summarizeSweeps} from './summarizeSweeps.ts';
export {isOwnKey, shortNames, textOf, valueOf} from './valueOf.ts';
export type {Estimate} from '../statistics/meanInterval.ts';
export {pairedDifference} from '../statistics/pairedDifference.ts';
