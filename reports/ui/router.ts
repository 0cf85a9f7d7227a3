import {h} from './dom.ts';
import {hashOf, parseHash, setOf, type Route, type ViewName} from './route.ts';
import type {Selection, Shell, View, ViewMaker} from './shell.ts';
import {compareView} from './views/compare.ts';
import {curvesView} from './views/curves.ts';
import {groupsView} from './views/groups.ts';
import {runView} from './views/run.ts';
import {runsView} from './views/runs.ts';
import {sweepsView} from './views/sweeps.ts';

/** The parts of the page that stay. */
export interface Frame {
  readonly tabs: HTMLElement;
  readonly problem: HTMLElement;
  readonly main: HTMLElement;
}

const MAKERS: Readonly<Record<ViewName, ViewMaker>> = {
  sweeps: sweepsView,
  runs: runsView,
  curves: curvesView,
  groups: groupsView,
  compare: compareView,
  run: runView
};

const TABS: readonly (readonly [ViewName, string])[] = [
  ['sweeps', 'Sweeps'],
  ['runs', 'Runs'],
  ['curves', 'Curves'],
  ['groups', 'Groups'],
  ['compare', 'Compare']
];

/** Shows the view that the address tells, now and whenever it changes. */
export function startRouter({tabs, problem, main}: Frame): void {
  let current: {readonly name: ViewName; readonly view: View} | undefined;
  const selection = makeSelection(() => showTabs(tabs, parseHash(location.hash), selection.names));
  const follow = () => {
    const route = parseHash(location.hash);
    if (current?.name !== route.view) {
      current?.view.stop();
      main.replaceChildren();
      shell.tell();
      window.scrollTo(0, 0);
      current = {name: route.view, view: MAKERS[route.view](main, shell)};
    }
    showTabs(tabs, route, selection.names);
    current.view.update(route);
  };
  const shell: Shell = {
    selection,
    go: (hash, quietly = false) => {
      if (hash === location.hash) return;
      if (quietly) history.replaceState(null, '', hash);
      else history.pushState(null, '', hash);
      follow();
    },
    tell: message => {
      problem.hidden = message === undefined;
      if (problem.textContent !== (message ?? '')) problem.textContent = message ?? '';
    }
  };
  window.addEventListener('popstate', follow);
  follow();
}

/** Views of sets of runs keep the set. */
function showTabs(tabs: HTMLElement, {view, query}: Route, marked: ReadonlySet<string>): void {
  const items = TABS.map(([name, title]) => {
    const comparing = name === 'compare';
    const runs = new URLSearchParams([...marked].map(run => ['run', run]));
    const href = name === 'sweeps' ? hashOf(name) : hashOf(name, comparing ? runs : setOf(query));
    const here = name === view || (name === 'runs' && view === 'run');
    const text = comparing && marked.size > 0 ? `${title} (${marked.size})` : title;
    return h('li', {}, h('a', {href, 'aria-current': here && 'page', 'data-tab': name}, text));
  });
  tabs.replaceChildren(...items);
}

function makeSelection(onChange: () => void): Selection {
  const names = new Set<string>();
  const toggle = (name: string, on: boolean) => {
    if (on) names.add(name);
    else names.delete(name);
    onChange();
  };
  const clear = () => {
    names.clear();
    onChange();
  };
  return {names, toggle, clear};
}
