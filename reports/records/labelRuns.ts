import {flattenConfig} from './flattenConfig.ts';
import {subjectOf} from './subjectOf.ts';

// These tell runs apart in other ways, are the sweep itself rather than a point of it, or change nothing of the run.
const NOT_IN_LABELS =
  /^(seeds?|name|sweep\..*|prune\.criterion|dataset\.(name|path)|model\.(zoo|name|path)|milestones\.controls)$/;

/**
 * A label for each run: its criterion, and the settings that differ between the runs of one subject
 * (`taylor, flopsLambda=0.001`). Order is kept.
 */
export function labelRuns(
  runs: readonly {readonly criterion: string; readonly config: Readonly<Record<string, unknown>>}[]
): string[] {
  const settings = runs.map(({config}) => new Map(flattenConfig(config).filter(([key]) => !NOT_IN_LABELS.test(key))));
  const subjects = runs.map(subjectOf);
  return runs.map(({criterion}, i) => {
    const peers = settings.filter((_, j) => subjects[j] === subjects[i]);
    const own = swept(peers).map(key => `${key.split('.').at(-1)}=${settings[i]?.get(key) ?? 'none'}`);
    return [criterion, ...own].join(', ');
  });
}

function swept(settings: readonly ReadonlyMap<string, string>[]): string[] {
  const keys = new Set(settings.flatMap(map => [...map.keys()]));
  return [...keys].filter(key => new Set(settings.map(map => map.get(key))).size > 1);
}
