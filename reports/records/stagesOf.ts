import type {OracleFile, RunRecord, ScoresFile} from './runRecord.ts';

/** Oracle and scores of the unpruned network of one seed. */
export interface Stages {
  readonly seed: number;
  readonly oracle: OracleFile;
  readonly scores?: ScoresFile;
}

/** One entry for each seed whose runs have an oracle, in the order of seeds. Runs of one seed share their stages. */
export function stagesOf(records: readonly RunRecord[]): Stages[] {
  const seeds = new Map<number, Stages>();
  for (const {seed, oracle, scores} of records) {
    if (oracle && !seeds.get(seed)?.scores) seeds.set(seed, {seed, oracle, scores});
  }
  return [...seeds.values()].sort((a, b) => a.seed - b.seed);
}

/** Names of the groups in the order of the network. */
export function groupsOf(units: readonly {readonly group: string}[]): string[] {
  return [...new Set(units.map(({group}) => group))];
}
