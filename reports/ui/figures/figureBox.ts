import {fill, h, type Child} from '../dom.ts';

export interface FigureBox {
  readonly element: HTMLElement;
  /** Draws anew, now and whenever the width changes. */
  readonly show: (draw: (width: number) => Child) => void;
  readonly stop: () => void;
}

/** Place for a figure that is drawn as wide as there is room. */
export function figureBox(): FigureBox {
  const element = h('div', {class: 'chart'});
  let draw: ((width: number) => Child) | undefined;
  let drawn = 0;
  const redraw = () => {
    const width = Math.floor(element.clientWidth);
    if (!draw || width === 0) return;
    drawn = width;
    fill(element, draw(width));
  };
  const observer = new ResizeObserver(() => {
    if (Math.floor(element.clientWidth) !== drawn) redraw();
  });
  observer.observe(element);
  return {
    element,
    show: next => {
      draw = next;
      redraw();
    },
    stop: () => observer.disconnect()
  };
}
