import type {Engine} from '@espalier/backend';

/** Starts the tensor engine, and says in one line on stderr where it is not the fastest. */
export async function startComputing({quiet = false}: {readonly quiet?: boolean} = {}): Promise<Engine> {
  const {startEngine} = await import('@espalier/backend');
  return startEngine({onNotice: line => quiet || process.stderr.write(`${line}\n`)});
}
