import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

/** A worker process of one side: `hello` is what it said of itself, `ask` sends one action and awaits its answer. */
export async function startContender(name, command, args, {env} = {}) {
  const child = spawn(command, args, {stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, ...env}});
  // A worker that dies is noticed by the end of its lines.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async () => {
    const {value, done} = await lines.next();
    if (done) throw new Error(`Expected ${name} to answer, got the end of its output; its errors stand above.`);
    return JSON.parse(value);
  };
  const hello = await next();
  const ask = (action, options = {}) => {
    child.stdin.write(`${JSON.stringify({action, ...options})}\n`);
    return next();
  };
  const stop = () => {
    child.stdin.end();
    child.kill();
  };
  return {name, hello, ask, stop};
}

/** Runs `use` with contenders that are stopped when it ends, however it ends. */
export async function withContenders(starting, use) {
  const sides = [];
  try {
    for (const start of starting) sides.push(await start());
    return await use(...sides);
  } finally {
    for (const side of sides) side.stop();
  }
}
