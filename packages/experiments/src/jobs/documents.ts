import type {Structure} from '@espalier/core';
import {z} from 'zod';

const numbers = z.array(z.number());

const unit = z.object({
  group: z.string(),
  layers: z.array(z.string()),
  index: z.int(),
  mflops: z.number()
});

const head = {
  espalier: z.string(),
  model: z.object({path: z.string(), sha256: z.string()}),
  data: z.object({name: z.string(), split: z.string(), examples: z.int(), sha256: z.string()}),
  seed: z.int(),
  loss: z.number(),
  units: z.array(unit)
};

/** `scores.json`: raw and normalized scores by criterion, arrays parallel to `units`. */
export const scoresSchema = z.object({
  format: z.literal('espalier.scores/1'),
  ...head,
  criteria: z.record(z.string(), z.object({raw: numbers, l2: numbers, l1: numbers, minMax: numbers})),
  /** By criterion, where asked for: how alike other examples would rank the units. */
  stability: z
    .record(
      z.string(),
      z.object({
        examples: z.int(),
        all: z.number().nullable(),
        perLayer: z.number().nullable(),
        layers: z.array(z.object({group: z.string(), rho: z.number().nullable()}))
      })
    )
    .optional()
});

/** `oracle.json`: signed mean loss change of each unit when it is ablated. */
export const oracleSchema = z.object({format: z.literal('espalier.oracle/1'), ...head, lossChange: numbers});

export type ScoresDocument = z.output<typeof scoresSchema>;
export type OracleDocument = z.output<typeof oracleSchema>;
export type UnitRecord = z.output<typeof unit>;

/** One record a unit: groups in topological order, then index. `mflops` is the unit's own kernel's cost. */
export function unitRecords(structure: Structure, costs: Float64Array): UnitRecord[] {
  return structure.groups.flatMap(({name, layers, first, size}) =>
    Array.from({length: size}, (_, index) => ({
      group: name,
      layers: [...layers],
      index,
      mflops: costs[first + index] ?? 0
    }))
  );
}
