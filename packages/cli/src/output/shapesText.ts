/** Shapes of a model's inputs or outputs, without the batch: `28 × 28 × 1, 10`. */
export function shapesText(shapes: readonly (readonly number[])[]): string {
  return shapes.map(shape => shape.join(' × ')).join(', ');
}
