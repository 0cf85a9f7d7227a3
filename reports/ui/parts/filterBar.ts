import {STATUSES, type SetHead, type Status, type SweepsDocument} from '../../explore/documents.ts';
import {fill, h} from '../dom.ts';
import {plural} from '../format.ts';
import {poll} from '../poll.ts';
import {changed, hashOf, type Route} from '../route.ts';
import type {Shell} from '../shell.ts';
import {SIGNS} from './statusMark.ts';

export interface FilterBar {
  readonly element: HTMLElement;
  update(route: Route): void;
  /** What is left by the filter. */
  show(head: SetHead): void;
  stop(): void;
}

/** Milliseconds without a key before what is typed counts. */
const PAUSE = 200;

/** Chooses a set of runs: by sweep, by text and conditions, by status. What is chosen stands in the address. */
export function filterBar(shell: Shell): FilterBar {
  let route: Route = {view: 'runs', query: new URLSearchParams()};
  const change = (key: string, values: readonly string[], quietly = false) => {
    const next = changed(changed(route.query, key, values), 'from', []);
    shell.go(hashOf(route.view, next), quietly);
  };
  const sweep: HTMLSelectElement = h('select', {id: 'sweep', onchange: () => change('sweep', [sweep.value])});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => change('q', [text.value], true), PAUSE);
  };
  const text = h('input', {
    id: 'filter',
    type: 'search',
    placeholder: 'criterion=taylor seed<3',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'filter-help',
    oninput: typed
  });
  const statuses = h('div', {class: 'chips', role: 'group', 'aria-label': 'Status'});
  const found = h('p', {class: 'found', role: 'status'});
  const element = h(
    'form',
    {class: 'filter', role: 'search', onsubmit: (event: Event) => event.preventDefault()},
    h('div', {class: 'field'}, h('label', {for: 'sweep'}, 'Sweep'), sweep),
    h('div', {class: 'field wide'}, h('label', {for: 'filter'}, 'Filter'), text),
    statuses,
    h(
      'details',
      {class: 'help'},
      h('summary', {}, 'How to filter'),
      h(
        'p',
        {id: 'filter-help'},
        'Words that appear anywhere, and conditions, all of which must hold: ',
        h('code', {}, 'criterion=taylor,obd lr!=0.1 seed<3 testAccuracy>0.9 conv*'),
        '. A comma means or, * any characters; quotes keep spaces together. Keys are settings by their name or its end, ',
        'and sweep, run, status, seed, metric, testAccuracy, validationAccuracy, testLoss, validationLoss, flops, units, ',
        'parameters (as shares), seconds, attempts, error.'
      )
    ),
    found
  );
  const sweeps = poll<SweepsDocument>({
    show: ({sweeps: all}) => {
      const options = [
        h('option', {value: ''}, 'all sweeps'),
        ...all.map(({name}) => h('option', {value: name}, name))
      ];
      sweep.replaceChildren(...options);
      sweep.value = route.query.get('sweep') ?? '';
    },
    // The view's own question fails as well, and says so.
    onError: () => undefined
  });
  sweeps.ask('/api/sweeps');
  return {
    element,
    update: next => {
      route = next;
      sweep.value = route.query.get('sweep') ?? '';
      if (document.activeElement !== text) text.value = route.query.get('q') ?? '';
      fill(statuses, ...chips(route.query.getAll('status'), values => change('status', values)));
    },
    show: ({total, matched, unknownKeys}) => {
      const words =
        matched === total ? plural(total, 'run') : `${plural(matched, 'run')} of ${total.toLocaleString('en-US')}`;
      const unknown = unknownKeys.length > 0 && ` No run has ${unknownKeys.join(', ')}.`;
      fill(found, words, unknown && h('strong', {}, unknown));
    },
    stop: () => {
      clearTimeout(timer);
      sweeps.stop();
    }
  };
}

function chips(chosen: readonly string[], change: (values: readonly string[]) => void): HTMLElement[] {
  return STATUSES.map((status: Status) => {
    const on = chosen.includes(status);
    const press = () => change(on ? chosen.filter(other => other !== status) : [...chosen, status]);
    return h(
      'button',
      {type: 'button', 'aria-pressed': String(on), 'data-focus': `status ${status}`, onclick: press},
      h('span', {'aria-hidden': 'true'}, `${SIGNS[status]} `),
      status
    );
  });
}
