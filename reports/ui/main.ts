import {h} from './dom.ts';
import {hashOf} from './route.ts';
import {startRouter} from './router.ts';

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
document.addEventListener('keydown', focusFilter);
startRouter({tabs, problem, main});

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
