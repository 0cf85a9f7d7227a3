import type {ZooModel} from './zooModels.ts';

/** Networks as a Markdown table, one row each, with their sizes at the usual input and number of classes. */
export function zooTable(models: readonly ZooModel[]): string {
  const rows = models.map(({name, inputShape, classes, units, parameters, flops, weights = '', summary, source}) => {
    const sizes = [classes, units, parameters].map(size => size.toLocaleString('en-US'));
    const mflops = Number((flops / 1e6).toPrecision(4)).toLocaleString('en-US');
    return [`\`${name}\``, inputShape.join(' × '), ...sizes, mflops, weights, summary, source];
  });
  const heads = ['name', 'input', 'classes', 'units', 'parameters', 'MFLOPs', 'weights', 'what', 'source'];
  const rule = ['---', '---:', '---:', '---:', '---:', '---:', '---', '---', '---'];
  return [heads, rule, ...rows].map(cells => `| ${cells.join(' | ')} |\n`).join('');
}
