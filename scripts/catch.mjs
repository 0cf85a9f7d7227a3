// Does a Q-network that plays pixel Catch keep its return when it is pruned while it plays? Trains, prunes and writes records:
// `node scripts/catch.mjs [FOLDER]` (reports/runs/catch). Needs a build (`npm run setup`).
import {fileURLToPath} from 'node:url';
import {startEngine} from '@espalier/backend';
import {activation, random, taylor, weight} from '@espalier/criteria';
import {CATCH_SETTINGS as settings, studyCatch} from '@espalier/experiments/catch';

const [folder = fileURLToPath(new URL('../reports/runs/catch', import.meta.url))] = process.argv.slice(2);
await startEngine({threads: 1});
await studyCatch({
  folder,
  seeds: [0, 1, 2],
  criteria: [taylor, activation, weight, random],
  settings,
  say: console.log
});
