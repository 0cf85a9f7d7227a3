import type {KeyChoice} from '../../explore/documents.ts';
import {fill, h} from '../dom.ts';

export interface KeyPicker {
  readonly element: HTMLElement;
  show(keys: readonly KeyChoice[], chosen: readonly string[]): void;
}

/** Chooses keys to group by: those that are in use as buttons that take them out, and a list of the others. */
export function keyPicker(change: (keys: readonly string[]) => void): KeyPicker {
  const chosenKeys = h('span', {class: 'chips'});
  const others = h('select', {id: 'group-by'});
  let chosen: readonly string[] = [];
  others.addEventListener('change', () => {
    if (others.value !== '') change([...chosen, others.value]);
  });
  const element = h('div', {class: 'field'}, h('label', {for: 'group-by'}, 'Group by'), chosenKeys, others);
  return {
    element,
    show: (keys, now) => {
      chosen = now;
      const removers = now.map(key => {
        const press = () => change(now.filter(other => other !== key));
        return h(
          'button',
          {
            type: 'button',
            'aria-pressed': 'true',
            'data-focus': key,
            'aria-label': `${key}: do not group by it`,
            onclick: press
          },
          key,
          h('span', {'aria-hidden': 'true'}, ' ×')
        );
      });
      fill(chosenKeys, ...removers);
      const left = keys.filter(({key}) => !now.includes(key));
      const differing = left.filter(({values = 0}) => values > 1);
      const rest = left.filter(({values = 0}) => values <= 1);
      others.replaceChildren(
        h('option', {value: ''}, now.length === 0 ? 'nothing' : 'add a key'),
        h('optgroup', {label: 'Different in these runs'}, ...differing.map(option)),
        h('optgroup', {label: 'Other keys'}, ...rest.map(option))
      );
    }
  };
}

function option({key, values}: KeyChoice): HTMLElement {
  return h('option', {value: key}, values === undefined || values < 2 ? key : `${key} (${values})`);
}

/** Groups nothing where no key is left: an absent choice is the server's. */
export function byOf(keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? [''] : keys;
}
