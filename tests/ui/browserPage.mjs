import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** How long a condition in the page may take to come true, in milliseconds. */
const PATIENCE = 20_000;

/**
 * A browser without a window, driven through a pipe as DevTools drive one: no port that others could reach, and nothing
 * to install. Everything the page complains about is kept in `complaints`.
 */
export async function openBrowserPage(browser, {width = 1280, height = 900} = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'espalier-ui-'));
  const flags = ['--headless', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-extensions'];
  // Chromium refuses to sandbox what root runs, as continuous integration does.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const child = spawn(browser, [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
  });
  const {send, listen} = connect(child);
  const {targetInfos} = await send('Target.getTargets');
  const {targetId} = targetInfos.find(({type}) => type === 'page');
  const {sessionId} = await send('Target.attachToTarget', {targetId, flatten: true});
  const ask = (method, params) => send(method, params, sessionId);
  const complaints = [];
  listen('Runtime.exceptionThrown', ({exceptionDetails}) =>
    complaints.push(exceptionDetails.exception?.description ?? exceptionDetails.text)
  );
  listen('Log.entryAdded', ({entry}) => complaints.push(`${entry.text} ${entry.url ?? ''}`));
  listen('Runtime.consoleAPICalled', ({type, args}) =>
    complaints.push(`${type}: ${args.map(({value}) => value).join(' ')}`)
  );
  const dialogs = [];
  listen('Page.javascriptDialogOpening', ({message}) => dialogs.push(message));
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await ask(`${domain}.enable`);

  /** What an expression gives in the page; promises are awaited. */
  const evaluate = async expression => {
    const {result, exceptionDetails} = await ask('Runtime.evaluate', {
      expression: `(async () => (${expression}))()`,
      awaitPromise: true,
      returnByValue: true
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const until = async (expression, patience = PATIENCE) => {
    const deadline = Date.now() + patience;
    for (;;) {
      const value = await evaluate(expression).catch(() => undefined);
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`never true: ${expression}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  const resize = (wide, high, {dark = false} = {}) =>
    Promise.all([
      ask('Emulation.setDeviceMetricsOverride', {width: wide, height: high, deviceScaleFactor: 1, mobile: wide < 600}),
      ask('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}]})
    ]);
  await resize(width, height);
  return {
    complaints,
    dialogs,
    evaluate,
    until,
    resize,
    go: url => ask('Page.navigate', {url}),
    /** Presses a key, as `Tab`, `Enter` or a letter. */
    press: async key => {
      const text = {Enter: '\r', ' ': ' '}[key] ?? (key.length === 1 ? key : undefined);
      const code = {Tab: 9, Enter: 13, ' ': 32}[key] ?? key.toUpperCase().charCodeAt(0);
      const event = {key, windowsVirtualKeyCode: code, ...(text !== undefined && {text})};
      await ask('Input.dispatchKeyEvent', {type: 'keyDown', ...event});
      await ask('Input.dispatchKeyEvent', {type: 'keyUp', key, windowsVirtualKeyCode: code});
    },
    type: text => ask('Input.insertText', {text}),
    /** The whole page, or its first `limit` pixels, as PNG bytes. */
    picture: async (limit = 3000) => {
      const {cssContentSize} = await ask('Page.getLayoutMetrics');
      const clip = {x: 0, y: 0, width: cssContentSize.width, height: Math.min(limit, cssContentSize.height), scale: 1};
      const {data} = await ask('Page.captureScreenshot', {format: 'png', captureBeyondViewport: true, clip});
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      const ended = new Promise(resolve => child.once('close', resolve));
      try {
        process.kill(-child.pid, 'SIGKILL');
        await ended;
      } catch {
        // Ended by itself.
      }
      rmSync(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
    }
  };
}

/** Messages are JSON documents with a zero byte after each: ours go to descriptor 3, the browser's come from 4. */
function connect(child) {
  const [, , , out, back] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let [next, rest] = [1, ''];
  const fail = why => {
    for (const {reject} of waiting.values()) reject(new Error(`The browser ended: ${why}`));
    waiting.clear();
  };
  child.once('error', fail);
  child.once('close', fail);
  out.on('error', fail);
  back.setEncoding('utf8');
  back.on('data', chunk => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop();
    for (const part of parts) receive(JSON.parse(part));
  });
  const receive = ({id, method, params, result, error}) => {
    if (id === undefined) {
      listeners.get(method)?.(params);
      return;
    }
    const {resolve, reject} = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  };
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, {resolve, reject});
      out.write(`${JSON.stringify({id, method, params, sessionId})}\0`);
    });
  return {send, listen: (method, listener) => listeners.set(method, listener)};
}
