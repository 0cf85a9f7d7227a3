export * from './registered.ts';
export {allCriteria} from './allCriteria.ts';
export {conformance, type ConformanceOptions} from './conformance.ts';
export type {ClosedForm} from './conformance/closedForm.ts';
export type {TwoConvolutions} from './conformance/twoConvolutions.ts';
export {criteriaTable} from './criteriaTable.ts';
