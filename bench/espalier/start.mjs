import {startEngine} from '../../packages/backend/dist/index.js';

/** Starts the engine of a worker on the threads that its command line names, and says what it is. */
export async function startWorker() {
  const engine = await startEngine({threads: Number(process.argv[2])});
  return {version: `${engine.name} ${engine.version}`, device: engine.device};
}
