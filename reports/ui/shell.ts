import type {Route} from './route.ts';

/** What views share with the page around them. */
export interface Shell {
  readonly selection: Selection;
  /** Changes the address; `quietly` without a step in the browser's history (while one types). */
  readonly go: (hash: string, quietly?: boolean) => void;
  /** What went wrong, or that all is well. */
  readonly tell: (problem?: string) => void;
}

/** Runs that are marked for comparing, as `sweep/id`. */
export interface Selection {
  readonly names: ReadonlySet<string>;
  readonly toggle: (name: string, on: boolean) => void;
  readonly clear: () => void;
}

/** A view in place: it follows its settings until it is left. */
export interface View {
  readonly update: (route: Route) => void;
  readonly stop: () => void;
}

export type ViewMaker = (main: HTMLElement, shell: Shell) => View;
