import {expect, it} from 'vitest';
import {labelRuns} from './labelRuns.ts';

const run = (criterion: string, prune: Record<string, unknown>, seed: number, zoo = 'tiny') => ({
  criterion,
  config: {seed, model: {zoo}, dataset: {name: 'd'}, prune: {criterion, ...prune}}
});

it('labels runs by criterion alone where nothing else differs but the seed', () => {
  expect(labelRuns([run('taylor', {lr: 1}, 0), run('random', {lr: 1}, 1)])).toEqual(['taylor', 'random']);
});

it('adds the settings that differ', () => {
  const runs = [
    run('taylor', {flopsLambda: 0, until: {flops: 0.3}}, 0),
    run('taylor', {flopsLambda: 0.001, until: {flops: 0.3}}, 0)
  ];
  expect(labelRuns(runs)).toEqual(['taylor, flopsLambda=0', 'taylor, flopsLambda=0.001']);
});

it('does not compare settings across subjects', () => {
  expect(labelRuns([run('taylor', {lr: 1}, 0, 'a'), run('taylor', {lr: 2}, 0, 'b')])).toEqual(['taylor', 'taylor']);
});

it('says nothing of controls, which change nothing of the run itself', () => {
  const bare = run('weight', {}, 0);
  const controlled = {...run('taylor', {}, 0), config: {...bare.config, milestones: {controls: ['scratch']}}};
  expect(labelRuns([bare, controlled])).toEqual(['weight', 'taylor']);
});
