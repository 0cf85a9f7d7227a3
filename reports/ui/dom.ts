/** What an element may be given: attributes, `on…` handlers, and `class`. `false` and `undefined` leave one out. */
export type Properties = Readonly<
  Record<string, string | number | boolean | null | undefined | ((event: Event) => unknown)>
>;

export type Child = Node | string | number | false | null | undefined | readonly Child[];

/** Makes an element. Texts become text nodes: whatever they hold is shown and never read as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === undefined || value === null) continue;
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (name === 'value' || name === 'checked') Object.assign(element, {[name]: value});
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child): (Node | string)[] => {
    if (child === false || child === null || child === undefined) return [];
    if (typeof child === 'number') return [String(child)];
    return typeof child === 'string' || child instanceof Node ? [child] : nodes(child);
  });
}

/**
 * Replaces what is in an element. The focus goes to the element that has the `data-focus` of the one that had it, so
 * that a list that changes while somebody goes through it by keyboard does not throw them out.
 */
export function fill(element: Element, ...children: readonly Child[]): void {
  const active = element.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.getAttribute('data-focus');
  const opened = new Set(
    [...element.querySelectorAll<HTMLDetailsElement>('details[open][data-focus]')].map(({dataset}) => dataset['focus'])
  );
  element.replaceChildren(...nodes(children));
  for (const details of element.querySelectorAll<HTMLDetailsElement>('details[data-focus]'))
    if (opened.has(details.dataset['focus'])) details.open = true;
  if (key) element.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)?.focus({preventScroll: true});
}
