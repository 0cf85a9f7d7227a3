export * from './registered.ts';
export {allCriteria} from './allCriteria.ts';
export {criteriaTable} from './criteriaTable.ts';
