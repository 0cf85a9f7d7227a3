import {ORACLE_RANKINGS, type Criterion, type Ranker} from '@espalier/core';
import {allCriteria} from '@espalier/criteria';
import {ConfigError} from '../schema/ConfigError.ts';
import {unknownName} from '../text/nearest.ts';
import type {LoadedPlugin} from './loadPlugin.ts';

/** Criteria by name. */
export interface CriteriaRegistry {
  /** In alphabetical order. */
  readonly names: readonly string[];
  /** Throws a ConfigError that names the nearest known one. */
  get(name: string): Criterion;
  /** Everything that a run may rank by: criteria, and the measured oracle. */
  readonly rankings: readonly string[];
  /** A criterion or an oracle ranking. Throws a ConfigError like `get`. */
  ranker(name: string): Ranker;
}

/** The criteria of Espalier and those of plugins. A name that is taken is refused. */
export function criteriaRegistry(plugins: readonly LoadedPlugin[] = []): CriteriaRegistry {
  const criteria = new Map(allCriteria.map(criterion => [criterion.name, criterion]));
  for (const {plugin, criteria: own} of plugins) {
    for (const criterion of own) {
      if (criteria.has(criterion.name)) {
        throw new ConfigError(
          `Expected plugin ${plugin} to bring new criteria, got "${criterion.name}", which is already registered. Rename it.`
        );
      }
      criteria.set(criterion.name, criterion);
    }
  }
  const names = [...criteria.keys()].toSorted();
  const rankings = [...names, ...ORACLE_RANKINGS].toSorted();
  const find = (name: string, known: readonly string[]) => {
    const found = criteria.get(name);
    if (!found) throw new ConfigError(unknownName('criterion', name, known));
    return found;
  };
  return {
    names,
    get: name => find(name, names),
    rankings,
    ranker: name => ORACLE_RANKINGS.find(ranking => ranking === name) ?? find(name, rankings)
  };
}
