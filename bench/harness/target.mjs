import {digits} from './markdown.mjs';

/**
 * A figure that was aimed at: `measured` has `median` and `interval`, and is to be at most or at least `limit`. It is
 * met by the median; `sure` says that the whole interval meets it.
 */
export function target(what, measured, {atMost, atLeast, unit = '', show = digits(2)}) {
  const limit = atMost ?? atLeast;
  const holds = value => (atMost === undefined ? value >= limit : value <= limit);
  const {median, interval} = measured;
  return {
    what,
    limit: `${atMost === undefined ? '≥' : '≤'} ${show(limit)}${unit}`,
    measured: `${show(median)}${unit}`,
    interval: interval.map(value => `${show(value)}${unit}`),
    median,
    met: holds(median),
    sure: interval.every(holds)
  };
}

/** The rows of the summary table. */
export function targetRow({what, limit, measured, interval, met, sure}) {
  const verdict = met ? (sure ? 'yes' : 'yes, but not over the whole interval') : 'no';
  return [what, limit, measured, interval.join(' to '), verdict];
}
