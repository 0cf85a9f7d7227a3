const MODELS = new Set(['Functional', 'Model', 'Sequential']);

/** Whether a class of Keras is a model, which may stand within another like a layer. */
export function isModel(type: unknown): boolean {
  return typeof type === 'string' && MODELS.has(type);
}
