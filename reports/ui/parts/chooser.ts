import {h} from '../dom.ts';

export interface Chooser {
  readonly element: HTMLElement;
  show(value: string): void;
}

/** A list to choose one of, with its label. */
export function chooser(
  label: string,
  options: readonly (readonly [value: string, words: string])[],
  change: (value: string) => void
): Chooser {
  const id = `choose-${label.toLowerCase().replaceAll(/\W+/g, '-')}`;
  const select: HTMLSelectElement = h('select', {id, onchange: () => change(select.value)});
  select.append(...options.map(([value, words]) => h('option', {value}, words)));
  return {
    element: h('div', {class: 'field'}, h('label', {for: id}, label), select),
    show: value => {
      select.value = value;
    }
  };
}
