import type {LogDocument, RunDocument} from '../../explore/documents.ts';
import {h} from '../dom.ts';
import {bytes} from '../format.ts';
import {poll} from '../poll.ts';
import {chooser} from '../parts/chooser.ts';

interface LoggedRun {
  readonly sweep: string;
  readonly id: string;
  readonly attempts: RunDocument['attempts'];
  readonly live: boolean;
}

/** The end of a run's logs, of all attempts or of one; it follows a run that goes on. */
export function logPart() {
  let run: LoggedRun | undefined;
  let [which, asked] = ['stdout', ''];
  const place = h('div', {class: 'field'});
  const text = h('pre', {class: 'log', tabindex: '0', role: 'region', 'aria-label': 'Log'});
  const cut = h('p', {class: 'note'});
  const element = h('section', {}, h('h2', {}, 'Log'), place, cut, text);
  const asking = poll<LogDocument>({
    show: ({text: log, skipped}) => {
      // Follows the end for those who look at it.
      const atEnd = text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
      text.textContent = log === '' ? 'Nothing was said here.' : log;
      cut.textContent = skipped > 0 ? `The end; ${bytes(skipped)} before it are in the file.` : '';
      if (atEnd) text.scrollTop = text.scrollHeight;
    },
    onError: message => {
      text.textContent = message;
    }
  });
  const ask = () => {
    if (!run) return;
    const [stream = 'stdout', attempt] = which.split(' ');
    const query = new URLSearchParams({sweep: run.sweep, id: run.id, stream});
    if (attempt !== undefined) query.set('attempt', attempt);
    const url = `/api/log?${String(query)}`;
    if (url !== asked) asking.ask(url);
    asked = url;
  };
  let offered = '';
  return {
    element,
    show: (next: LoggedRun) => {
      run = next;
      const numbers = next.attempts.map(({number}) => number);
      if (offered !== `${next.id} ${numbers.join()}`) {
        const choices = [undefined, ...(numbers.length > 1 ? numbers : [])].flatMap(number => [
          [streamName('stdout', number), words('stdout', number)] as const,
          [streamName('stderr', number), words('stderr', number)] as const
        ]);
        const select = chooser('Show', choices, value => {
          which = value;
          ask();
        });
        select.show(which);
        place.replaceChildren(...select.element.childNodes);
        offered = `${next.id} ${numbers.join()}`;
      }
      ask();
    },
    stop: asking.stop
  };
}

function streamName(stream: string, attempt: number | undefined): string {
  return attempt === undefined ? stream : `${stream} ${attempt}`;
}

function words(stream: string, attempt: number | undefined): string {
  return attempt === undefined ? `${stream}.log` : `${stream}.log of attempt ${attempt}`;
}
