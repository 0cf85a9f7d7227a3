/** Milliseconds between questions while something runs, and while nothing does. */
const [LIVE, QUIET] = [2000, 5000];

export interface Poll {
  /** Asks at once, for another address too. */
  readonly ask: (url: string) => void;
  readonly stop: () => void;
}

export interface PollOptions<T> {
  /** Called for an answer that is not the one before. */
  readonly show: (answer: T) => void;
  /** Why there is no answer; `refused` by the server, else it cannot be reached. */
  readonly onError: (message: string, refused: boolean) => void;
  /** Called for every answer, the same or not. */
  readonly onAnswer?: () => void;
}

/** Keeps asking the server; a page that nobody sees does not. The server answers 304 where nothing is new. */
export function poll<T>({show, onError, onAnswer}: PollOptions<T>): Poll {
  let [url, shown] = ['', ''];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current = new AbortController();
  let live = false;

  const ask = async () => {
    clearTimeout(timer);
    current.abort();
    current = new AbortController();
    const {signal} = current;
    try {
      const response = await fetch(url, {signal});
      const text = await response.text();
      if (signal.aborted) return;
      const answer = JSON.parse(text) as T & {readonly error?: string; readonly live?: boolean};
      if (!response.ok) {
        shown = '';
        onError(answer.error ?? response.statusText, true);
      } else {
        live = answer.live ?? false;
        if (shown !== `${url} ${text}`) show(answer);
        shown = `${url} ${text}`;
        onAnswer?.();
      }
    } catch (error) {
      if (signal.aborted) return;
      onError(error instanceof Error ? error.message : String(error), false);
    }
    schedule();
  };
  const schedule = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(() => void ask(), live ? LIVE : QUIET);
  };
  const onVisible = () => {
    if (!document.hidden && url !== '') void ask();
  };
  document.addEventListener('visibilitychange', onVisible);
  return {
    ask: next => {
      url = next;
      void ask();
    },
    stop: () => {
      clearTimeout(timer);
      current.abort();
      document.removeEventListener('visibilitychange', onVisible);
    }
  };
}
