// Plain JavaScript, because scripts/setup.mjs takes this lock before anything is built.
import {createHash} from 'node:crypto';
import {unlink} from 'node:fs/promises';
import {createConnection, createServer} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

/**
 * Runs `fn` while no other process of this user on this machine holds the lock of that name.
 *
 * The lock is a socket that the kernel closes with its holder, so a killed process leaves nothing behind. Waiting is
 * announced once by `onWait`. Not reentrant: a process that asks for a lock it holds waits for ever.
 *
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} fn
 * @param {{readonly onWait?: () => void}} [options]
 * @returns {Promise<T>}
 */
export async function withLock(name, fn, {onWait = () => undefined} = {}) {
  const address = lockAddress(name);
  let release = await tryListen(address);
  if (!release) onWait();
  while (!release) {
    await holderGone(address);
    release = await tryListen(address);
  }
  try {
    return await fn();
  } finally {
    await release();
  }
}

/** @param {string} name */
function lockAddress(name) {
  const user = process.platform === 'win32' ? userInfo().username : process.getuid?.();
  const id = `espalier-${createHash('sha256').update(`${user}\n${name}`).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${id}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${id}` : join(tmpdir(), `${id}.lock`);
}

/**
 * @param {string} address
 * @returns {Promise<(() => Promise<void>) | undefined>} how to let go, or nothing when somebody else holds the lock
 */
function tryListen(address) {
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set();
  const server = createServer(socket => {
    waiting.add(socket);
    socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
    socket.resume();
    socket.unref();
  });
  return new Promise((resolve, reject) => {
    server.once('error', error => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () =>
      resolve(async () => {
        const closed = new Promise(done => server.close(done));
        for (const socket of waiting) socket.destroy();
        await closed;
      })
    );
  });
}

/**
 * Resolves when the holder lets go or dies; removes the socket file that a dead holder left (macOS).
 *
 * @param {string} address
 */
async function holderGone(address) {
  /** @type {string | undefined} */
  const failure = await new Promise(resolve => {
    const socket = createConnection(address);
    socket.once('error', error => resolve('code' in error ? String(error.code) : 'unknown'));
    socket.once('close', () => resolve(undefined));
    socket.resume();
  });
  if (failure === undefined) return;
  const isFile = process.platform !== 'linux' && process.platform !== 'win32';
  if (failure === 'ECONNREFUSED' && isFile) await unlink(address).catch(() => undefined);
  await sleep(100);
}
