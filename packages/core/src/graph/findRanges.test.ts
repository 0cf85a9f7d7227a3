import {expect, it} from 'vitest';
import {findStructure} from './findStructure.ts';
import {planNetwork} from './planNetwork.ts';

const conv = (name: string, input: string) => ({
  type: 'Conv2D',
  name,
  config: {filters: 4, kernel_size: 3, padding: 'same', activation: 'relu'},
  inputs: [input]
});

/** A stack of convolutions, or a residual stream of them. */
function deep(depth: number, isResidual: boolean) {
  const layers: {type: string; name: string; config?: Record<string, unknown>; inputs?: string[]}[] = [
    {...conv('stem', ''), inputs: undefined}
  ].map(({inputs: _none, ...stem}) => stem);
  let last = 'stem';
  for (let i = 0; i < depth; i++) {
    layers.push(conv(`conv${i}`, last));
    if (isResidual) layers.push({type: 'Add', name: `add${i}`, inputs: [last, `conv${i}`]});
    last = isResidual ? `add${i}` : `conv${i}`;
  }
  layers.push({type: 'Flatten', name: 'flatten', inputs: [last]}, {type: 'Dense', name: 'out', config: {units: 2}});
  return planNetwork({name: 'deep', inputShape: [4, 4, 1], layers});
}

it('groups each layer of a stack by itself, and a residual stream as one', () => {
  const names = (isResidual: boolean) => findStructure(deep(3, isResidual)).groups.map(({layers}) => layers.join('+'));
  expect(names(false)).toEqual(['stem', 'conv0', 'conv1', 'conv2']);
  expect(names(true)).toEqual(['stem+conv0+conv1+conv2']);
});

it.each([false, true])('takes time in proportion to depth, not to its square (residual: %s)', isResidual => {
  const network = deep(3000, isResidual);
  const times = Array.from({length: 3}, () => {
    const start = performance.now();
    findStructure(network);
    return performance.now() - start;
  });
  // Tens of milliseconds; a square would make it seconds.
  expect(Math.min(...times)).toBeLessThan(700);
});
