import {h} from './dom.ts';
import {hashOf, parseHash, setOf, type Route, type ViewName} from './route.ts';
import type {Selection, Shell, View, ViewMaker} from './shell.ts';
import {compareView} from './views/compare.ts';
import {curvesView} from './views/curves.ts';
import {groupsView} from './views/groups.ts';
import {runView} from './views/run.ts';
import {runsView} from './views/runs.ts';
import {sweepsView} from './views/sweeps.ts';

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

const tabs = h('ul');
const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
const main = h('main', {id: 'main', tabindex: '-1'});
document.body.append(
  h('a', {class: 'skip', href: '#main', onclick: skip}, 'Skip to the content'),
  h(
    'header',
    {},
    h('a', {class: 'brand', href: hashOf('sweeps')}, 'Espalier'),
    h('nav', {'aria-label': 'Views'}, tabs)
  ),
  problem,
  main
);

const shell: Shell = {
  selection: makeSelection(),
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

let current: {readonly name: ViewName; readonly view: View} | undefined;
window.addEventListener('popstate', follow);
document.addEventListener('keydown', focusFilter);
follow();

/** Shows what the address says. */
function follow(): void {
  const route = parseHash(location.hash);
  if (current?.name !== route.view) {
    current?.view.stop();
    main.replaceChildren();
    shell.tell();
    window.scrollTo(0, 0);
    current = {name: route.view, view: MAKERS[route.view](main, shell)};
  }
  showTabs(route);
  current.view.update(route);
}

function showTabs({view, query}: Route): void {
  const marked = shell.selection.names.size;
  const items = TABS.map(([name, title]) => {
    const comparing = name === 'compare';
    const runs = new URLSearchParams([...shell.selection.names].map(run => ['run', run]));
    const href = name === 'sweeps' ? hashOf(name) : hashOf(name, comparing ? runs : setOf(query));
    const here = name === view || (name === 'runs' && view === 'run');
    const text = comparing && marked > 0 ? `${title} (${marked})` : title;
    return h('li', {}, h('a', {href, 'aria-current': here && 'page', 'data-tab': name}, text));
  });
  tabs.replaceChildren(...items);
}

function makeSelection(): Selection {
  const names = new Set<string>();
  const toggle = (name: string, on: boolean) => {
    if (on) names.add(name);
    else names.delete(name);
    showTabs(parseHash(location.hash));
  };
  const clear = () => {
    names.clear();
    showTabs(parseHash(location.hash));
  };
  return {names, toggle, clear};
}

/** The address after the # is a view: a jump within the page must not change it. */
function skip(event: Event): void {
  event.preventDefault();
  main.focus();
}

/** `/` goes to the filter, as on many sites. */
function focusFilter(event: KeyboardEvent): void {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const filter = document.querySelector<HTMLInputElement>('#filter');
  if (!filter) return;
  event.preventDefault();
  filter.focus();
}
