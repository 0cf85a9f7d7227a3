import type {HistoryDocument, RunDocument} from '../../explore/documents.ts';
import {fill, h, type Child} from '../dom.ts';
import {moment, plural} from '../format.ts';
import {poll} from '../poll.ts';
import {hashOf, type Route} from '../route.ts';
import type {ViewMaker} from '../shell.ts';
import {statusMark} from '../parts/statusMark.ts';
import {attemptsPart} from '../runParts/attemptsPart.ts';
import {curvePart} from '../runParts/curvePart.ts';
import {factsPart} from '../runParts/factsPart.ts';
import {filesPart} from '../runParts/filesPart.ts';
import {logPart} from '../runParts/logPart.ts';
import {removedPart} from '../runParts/removedPart.ts';
import {summaryPart} from '../runParts/summaryPart.ts';
import {unitsPart} from '../runParts/unitsPart.ts';

/** Everything about one run. */
export const runView: ViewMaker = (main, shell) => {
  const [title, summary, attempts, facts, config, files] = [h('div'), h('div'), h('div'), h('div'), h('div'), h('div')];
  const [curve, units, removed, log] = [curvePart(), unitsPart(), removedPart(), logPart()];
  main.append(
    title,
    summary,
    curve.element,
    units.element,
    removed.element,
    attempts,
    log.element,
    facts,
    config,
    files
  );
  let steps = -1;
  let route: Route;
  const history = poll<HistoryDocument>({show: removed.show, onError: () => undefined});
  const asking = poll<RunDocument & {readonly live?: boolean}>({
    show: answer => {
      const {run, metrics, attempts: tries, config: text, brokenLines} = answer;
      document.title = `${run.id} · Espalier`;
      fill(title, ...heading(answer));
      fill(summary, ...summaryPart(answer));
      curve.show(metrics);
      units.show(metrics);
      fill(attempts, ...attemptsPart(tries));
      log.show({sweep: run.sweep, id: run.id, attempts: tries, live: run.status === 'running'});
      fill(facts, ...factsPart(answer));
      fill(config, ...configPart(text));
      fill(files, ...filesPart(answer));
      shell.tell(
        brokenLines > 0 ? `${plural(brokenLines, 'line')} of metrics.jsonl cannot be read and is left out.` : undefined
      );
      if (metrics.length !== steps) history.ask(`/api/history?${String(route.query)}`);
      steps = metrics.length;
    },
    onError: message => shell.tell(message)
  });
  return {
    update: next => {
      route = next;
      steps = -1;
      asking.ask(`/api/run?${String(next.query)}`);
    },
    stop: () => {
      for (const part of [asking, history, curve, units, log]) part.stop();
    }
  };
};

function heading({run: {sweep, id, status, seed, begun, step, soFar, error}}: RunDocument): Child[] {
  return [
    h('p', {class: 'crumb'}, h('a', {href: hashOf('runs', {sweep})}, sweep)),
    h('h1', {}, id),
    h(
      'p',
      {},
      statusMark(status),
      soFar && step !== undefined && `, ${plural(step, 'pruning step')} so far`,
      ` · seed ${seed} · begun ${moment(begun)} · `,
      h('a', {href: hashOf('compare', {run: `${sweep}/${id}`})}, 'compare')
    ),
    error !== undefined && h('pre', {class: 'error'}, error)
  ];
}

function configPart(text: string): Child[] {
  if (text === '') return [];
  return [
    h(
      'details',
      {'data-focus': 'config'},
      h('summary', {}, h('h2', {}, 'Configuration')),
      h('pre', {tabindex: '0'}, text)
    )
  ];
}
