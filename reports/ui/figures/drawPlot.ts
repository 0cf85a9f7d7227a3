import * as Plot from '@observablehq/plot';

/** Draws a plot for this page, whose style sheet has what Plot would put into a `<style>` that the page's policy refuses. */
export function drawPlot(label: string, options: Plot.PlotOptions): SVGElement {
  const plot = Plot.plot({...options, className: 'plot'}) as SVGElement;
  for (const style of plot.querySelectorAll('style')) style.remove();
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', label);
  return plot;
}
