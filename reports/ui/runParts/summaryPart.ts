import type {RunDocument} from '../../explore/documents.ts';
import {textOf} from '../../explore/valueOf.ts';
import {h, type Child} from '../dom.ts';
import {duration, percent} from '../format.ts';
import {metricQuantity, QUANTITIES} from '../measures.ts';

/** What came of a run, in large. */
export function summaryPart({run}: Pick<RunDocument, 'run'>): Child[] {
  const metric = metricQuantity(run.metricName);
  const point = Object.entries(run.point).map(([key, value]) => [key, textOf(value)] as const);
  const results: readonly (readonly [string, string | undefined])[] = [
    [metric.words, run.metric === undefined ? undefined : metric.write(run.metric)],
    ['test accuracy', run.testAccuracy === undefined ? undefined : percent(run.testAccuracy)],
    [QUANTITIES.flops.words, run.flops === undefined ? undefined : percent(run.flops)],
    [QUANTITIES.parameters.words, run.parameters === undefined ? undefined : percent(run.parameters)],
    ['time', run.seconds === undefined ? undefined : duration(run.seconds)]
  ];
  const known = [...point, ...results.filter(([, value]) => value !== undefined)];
  return [
    h('dl', {class: 'figures'}, ...known.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))
  ];
}
