// Does a Q-network that plays pixel Catch keep its return when it is pruned while it plays? Trains, prunes and writes records:
// `node scripts/catch.mjs [FOLDER]` (reports/runs/catch). Needs a build (`npm run setup`).
//
// `node scripts/catch.mjs --rates [FOLDER]` (reports/runs/catch-rates) tells which learning rates to take, on seeds of its own.
// The rule, made before any of them was tried: by mean return over the validation games of its seeds (test games are not
// played), first the rate of base training, of the trained networks; then with it the rate of pruning, of networks that Taylor
// pruned to half of their FLOPs. Of all rates whose mean lies at most one standard error below the highest, the smallest is
// taken; where the highest or the choice lies at an edge of those tried, twice or half of it is tried too.
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startEngine} from '@espalier/backend';
import {activation, random, taylor, weight} from '@espalier/criteria';
import {CATCH_RATES, CATCH_SETTINGS as settings, chooseCatchRates, studyCatch} from '@espalier/experiments/catch';

const {values, positionals} = parseArgs({options: {rates: {type: 'boolean'}}, allowPositionals: true});
const kept = new URL(`../reports/runs/catch${values.rates ? '-rates' : ''}`, import.meta.url);
const [folder = fileURLToPath(kept)] = positionals;
const say = console.log;
await startEngine({threads: 1});
if (values.rates) {
  const rates = await chooseCatchRates({...CATCH_RATES, folder, seeds: [10, 11, 12, 13], ranker: taylor, say});
  say(`Take ${rates.train} for base training and ${rates.prune} for pruning.`);
} else {
  const criteria = [taylor, activation, weight, random];
  await studyCatch({folder, seeds: [20, 21, 22, 23, 24], criteria, settings, say});
}
