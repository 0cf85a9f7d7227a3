export const VIEWS = ['sweeps', 'runs', 'curves', 'groups', 'compare', 'run'] as const;
export type ViewName = (typeof VIEWS)[number];

/** What the address says after its `#`: a view and its settings. */
export interface Route {
  readonly view: ViewName;
  readonly query: URLSearchParams;
}

/** Reads `#/runs?sweep=demo&q=seed<3`; what makes no sense is the list of sweeps. */
export function parseHash(hash: string): Route {
  const [, name = '', search = ''] = /^#\/([a-z]*)\??(.*)$/s.exec(hash) ?? [];
  const view = VIEWS.find(known => known === name) ?? 'sweeps';
  return {view, query: new URLSearchParams(search)};
}

/** The address of a view; settings that are empty are left out. */
export function hashOf(view: ViewName, query: URLSearchParams | Readonly<Record<string, string>> = {}): string {
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams([...given].filter(([key, value]) => value !== '' || key === 'by'));
  const search = String(kept);
  return `#/${view}${search === '' ? '' : `?${search}`}`;
}

/** Settings that choose a set of runs: they go along from view to view. */
export function setOf(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([key]) => ['sweep', 'q', 'status'].includes(key)));
}

/** The same settings with one changed; several values are one after the other. */
export function changed(query: URLSearchParams, key: string, values: readonly string[]): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete(key);
  for (const value of values) next.append(key, value);
  return next;
}
