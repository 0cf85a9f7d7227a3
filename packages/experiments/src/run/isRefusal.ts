/** By name, as errors of several packages are meant. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ConfigError',
  'DataError',
  'ModelError',
  'TargetError',
  'StructureError',
  'CriterionError',
  'NonFiniteError'
]);

/** Whether a run failed by what it was asked to do rather than by a fault on the way: asked again, it fails again. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && REFUSALS.has(error.name);
}
