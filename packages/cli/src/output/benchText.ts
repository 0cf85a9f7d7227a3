import type {
  BenchDevice,
  BenchedModel,
  BenchEngine,
  LatencyDocument,
  ProfileDocument,
  Spread
} from '@espalier/experiments';
import {facts} from './facts.ts';
import {count, mega, percent, significant} from './formatNumber.ts';
import {textTable, type TextColumn} from './textTable.ts';

const number = (header: string): TextColumn => ({header, align: 'right'});

/** What `bench` prints: times of forward passes, what they were measured on, and whether the first model is faster. */
export function latencyText({device, model, other, rows, warmUp}: LatencyDocument): string {
  const columns = [number('batch'), number('ms'), number('quartiles'), number('passes')];
  const more = other ? [number('other, ms'), number('quartiles'), number('other ÷ this')] : [];
  const table = textTable(
    [...columns, ...more],
    rows.map(({batch, model: time, other: second, faster}) => [
      count(batch),
      significant(time.median),
      quartiles(time),
      count(time.count),
      ...(second && faster ? [significant(second.median), quartiles(second), `${faster.median.toFixed(2)} ×`] : [])
    ])
  );
  const notes = facts([
    ['FLOPs', [flops(model), ...(other ? [`the other ${flops(other)}`] : [])].join(', ')],
    ['warm-up', `${warmUp} passes not counted`],
    ...deviceFacts(device, other)
  ]);
  const slower = rows.filter(({faster}) => faster && faster.median < 1).map(({batch}) => batch);
  const warning = slower.length > 0 ? `\n\nSlower than the other at batch ${slower.join(', ')}.` : '';
  return `${table}\n\n${notes}${warning}`;
}

/** What `bench --profile` prints. */
export function profileText({device, batch, step, ops, between, criteria}: ProfileDocument): string {
  const mean = between + ops.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
  const rows = ops.map(({op, milliseconds, calls, share}) => [
    op,
    milliseconds.toFixed(2),
    significantCalls(calls),
    percent(share)
  ]);
  const table = textTable(
    [{header: 'op'}, number('ms a step'), number('calls'), number('share')],
    [...rows, ['JavaScript between ops', between.toFixed(2), '', percent(between / mean)]]
  );
  const notes = facts([
    ['step', `${significant(step.median)} ms, median of ${step.count}, quartiles ${quartiles(step)}`],
    ['batch', count(batch)],
    ['scored by', criteria.length > 0 ? criteria.join(', ') : 'nothing'],
    ...deviceFacts(device)
  ]);
  return `${table}\n\n${notes}`;
}

function flops({flops: number}: BenchedModel): string {
  return number === undefined ? 'not counted' : `${mega(number)} million`;
}

/** `other` is what runs another model, told where it differs. */
function deviceFacts(machine: BenchDevice, other: BenchEngine = machine): (readonly [string, string])[] {
  const {cpu, cores, device, load} = machine;
  const [engine, second] = [machine, other].map(engineText);
  return [
    ['device', `${device === 'gpu' ? 'GPU, beside ' : ''}${cpu}, ${count(cores)} cores`],
    ['engine', engine === second ? engine! : `${engine}; the other ${second}`],
    ['load', String(load)]
  ];
}

function engineText({engine, threads}: BenchEngine): string {
  return `${engine}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

function quartiles({quartiles: [low, high]}: Spread): string {
  return `${significant(low)} to ${significant(high)}`;
}

function significantCalls(calls: number): string {
  return Number.isInteger(calls) ? count(calls) : calls.toFixed(1);
}
