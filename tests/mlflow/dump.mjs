import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {URLSearchParams} from 'node:url';

/** A connection that was kept may be gone unseen while this process waited for another one. */
const ANEW = {connection: 'close'};

/** Everything that a server has of an experiment, by its REST API, and its files as they lie on the disk. */
export async function dump({url, folder}, experiment) {
  const {experiment: found} = await get(url, 'experiments/get-by-name', {experiment_name: experiment});
  const runs = await searchRuns(url, found.experiment_id);
  const full = await Promise.all(runs.map(async run => ({...run, histories: await histories(url, run)})));
  full.sort((a, b) => (a.info.run_id < b.info.run_id ? -1 : 1));
  return {experiment: found, runs: full, files: filesIn(join(folder, 'artifacts', found.experiment_id))};
}

export async function get(url, call, query) {
  const answer = await fetch(`${url}/api/2.0/mlflow/${call}?${new URLSearchParams(query)}`, {headers: ANEW});
  return answer.json();
}

export async function post(url, call, document) {
  const headers = {...ANEW, 'content-type': 'application/json'};
  const answer = await fetch(`${url}/api/2.0/mlflow/${call}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(document)
  });
  return answer.json();
}

export async function searchRuns(url, experimentId) {
  const {runs = []} = await post(url, 'runs/search', {experiment_ids: [experimentId], max_results: 1000});
  return runs;
}

/** Points of each metric, in order of step. */
async function histories(url, {info, data}) {
  const entries = (data.metrics ?? []).map(async ({key}) => {
    const {metrics} = await get(url, 'metrics/get-history', {run_id: info.run_id, metric_key: key});
    return [key, metrics.map(({step, value, timestamp}) => [step, value, timestamp]).sort((a, b) => a[0] - b[0])];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** With size and time of change: a file that is sent again has another. */
function filesIn(folder) {
  const names = readdirSync(folder, {recursive: true}).sort();
  return names.map(name => {
    const found = statSync(join(folder, name));
    return found.isFile() ? [name, found.size, found.mtimeMs] : [name];
  });
}
