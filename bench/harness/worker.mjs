import {createInterface} from 'node:readline';

/**
 * A worker's life: says who it is, then answers each line of stdin, a JSON object that names an action of `actions`,
 * with one line of JSON.
 */
export async function serve(hello, actions) {
  console.log(JSON.stringify(hello));
  for await (const line of createInterface({input: process.stdin})) {
    const {action, ...options} = JSON.parse(line);
    console.log(JSON.stringify((await actions[action](options)) ?? null));
  }
}
