import type {Criterion, Need} from '../criterion.ts';
import {consumerEdges, type ConsumerEdge} from '../graph/consumerEdges.ts';
import {isPlainPath} from '../graph/featureMaps.ts';
import type {Network} from '../graph/network.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {unitColumns, type UnitColumns} from '../graph/unitColumns.ts';
import {crossEntropy, type Loss} from '../loss.ts';
import type {CurvatureMode} from './curvature.ts';
import type {HalfOf} from './halves.ts';

export interface ScorerOptions {
  readonly criteria: readonly Criterion[];
  readonly curvature?: CurvatureMode;
  /** Seed of the labels drawn for sampled curvature. */
  readonly seed?: number;
  /** One number in (0, 1) a unit, for criteria that need `draw`. */
  readonly draw?: Float64Array;
  readonly loss?: Loss;
  /** Also scores both halves of the examples, each by itself; passes must then tell the indices of theirs. */
  readonly halfOf?: HalfOf;
}

export interface MapColumns {
  readonly group: Group;
  readonly columns: UnitColumns;
}

/** Everything of a scoring that stays the same from minibatch to minibatch. */
export interface Plan {
  readonly network: Network;
  readonly structure: Structure;
  readonly criteria: readonly Criterion[];
  readonly loss: Loss;
  readonly needs: ReadonlySet<Need>;
  readonly edges: ReadonlyMap<string, ConsumerEdge>;
  /** Groups whose |∂C/∂z · z| is summed at the map; the others' is summed at the edges. */
  readonly atMap: ReadonlySet<Group>;
  readonly mapColumns: ReadonlyMap<string, MapColumns[]>;
}

export function makePlan(network: Network, structure: Structure, {criteria, loss = crossEntropy}: ScorerOptions): Plan {
  const needs = new Set(criteria.flatMap(criterion => criterion.needs));
  const mapColumns = new Map<string, MapColumns[]>();
  for (const group of structure.groups) {
    for (const id of group.maps) {
      const columns = unitColumns(structure.channels.get(id)!, group);
      mapColumns.set(id, [...(mapColumns.get(id) ?? []), {group, columns}]);
    }
  }
  const plain = structure.groups.filter(group => isPlainPath(network, structure, group));
  const edges = consumerEdges(structure);
  return {network, structure, criteria, loss, needs, edges, atMap: new Set(plain), mapColumns};
}

/** Feature maps on which a criterion is evaluated: all of a group's, or one evaluation where it does not look at any. */
export function mapsOf(criterion: Criterion, group: Group): readonly string[] {
  return criterion.needs.includes('featureMap') ? group.maps : group.maps.slice(0, 1);
}
