import {strict as assert} from 'node:assert';
import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {HOSTILE, metricsRow, writeRun} from './madeUpStore.mjs';
import {startSweep} from './startSweep.mjs';

/** The text of all elements that a selector finds. */
const texts = selector => `[...document.querySelectorAll(${JSON.stringify(selector)})].map(e => e.textContent.trim())`;
const rows = `document.querySelectorAll('.table tbody tr').length`;
const click = selector => `(document.querySelector(${JSON.stringify(selector)}).click(), true)`;

/** What the page has to do, each in words and as a function that throws where it does not. */
export const checks = [
  [
    'lists sweeps, with how their runs stand',
    async ({page, open}) => {
      await open('#/sweeps');
      await page.until(`${rows} === 3`);
      const row = await page.evaluate(
        `document.querySelector('a[href="#/runs?sweep=study"]').closest('tr').textContent`
      );
      assert.match(row, /9 ✓ finished/);
      assert.match(row, /1 ✗ failed/);
      assert.match(row, /prune\.criterion \(3\), 4 seeds/);
    }
  ],
  [
    'lists runs, and sorts them by any column',
    async ({page, open}) => {
      await open('#/runs?sweep=study');
      await page.until(`${rows} === 10`);
      await page.evaluate(click('[data-focus="sort testAccuracy"]'));
      await page.until(`document.querySelector('[aria-sort="ascending"]')?.textContent.startsWith('Test accuracy')`);
      assert.equal(await page.evaluate(`document.querySelector('tbody th').textContent`), 'random-s0');
      await page.evaluate(click('[data-focus="sort testAccuracy"]'));
      await page.until(`document.querySelector('tbody th').textContent === 'taylor-s2'`);
      assert.equal(await page.evaluate('location.hash'), '#/runs?sweep=study&sort=-testAccuracy');
    }
  ],
  [
    'filters by what is typed, by conditions and by status',
    async ({page, open}) => {
      await open('#/runs?sweep=study');
      await page.until(`${rows} === 10`);
      await page.press('/');
      await page.type('criterion=taylor,random seed>0');
      await page.until(`${rows} === 4`);
      assert.match(await page.evaluate(`document.querySelector('.found').textContent`), /4 runs of 10/);
      await open('#/runs?sweep=study&q=nosuchkey%3D1');
      await page.until(`document.querySelector('.found')?.textContent.includes('No run has nosuchkey')`);
      await open('#/runs?sweep=study');
      await page.until(`document.querySelector('[data-focus="status failed"]')`);
      await page.evaluate(click('[data-focus="status failed"]'));
      await page.until(`${rows} === 1 && document.querySelector('tbody th').textContent === 'obd-s3'`);
    }
  ],
  [
    'is gone through by keyboard alone',
    async ({page, open}) => {
      await open('#/runs?sweep=study&sort=run');
      await page.until(`${rows} === 10`);
      await page.evaluate(`document.querySelector('[data-focus="sort run"]').focus()`);
      await page.press('Enter');
      await page.until(`document.querySelector('[aria-sort="descending"] [data-focus="sort run"]')`);
      const focus = `document.activeElement.getAttribute('data-focus')`;
      assert.equal(await page.evaluate(focus), 'sort run', 'the focus stays where it was');
      for (let presses = 0; presses < 40 && (await page.evaluate(focus)) !== 'study/taylor-s2'; presses++)
        await page.press('Tab');
      await page.press('Enter');
      await page.until(`document.querySelector('h1')?.textContent === 'taylor-s2'`);
      const unnamed = await page.evaluate(
        `[...document.querySelectorAll('input, select, button')].filter(e => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).length`
      );
      assert.equal(unnamed, 0, 'every control has a name');
    }
  ],
  [
    'draws curves of groups with means and intervals, and of what is asked for',
    async ({page, open}) => {
      await open('#/curves?sweep=study');
      await page.until(`document.querySelector('.chart svg')`);
      const label = await page.evaluate(`document.querySelector('.chart svg').getAttribute('aria-label')`);
      assert.equal(label, 'Test accuracy against FLOPs left: taylor; obd; random');
      await page.evaluate(
        `(() => { const s = document.querySelector('#choose-across'); s.value = 'updates'; s.dispatchEvent(new Event('change')); })()`
      );
      await page.until(
        `document.querySelector('.chart svg')?.getAttribute('aria-label').startsWith('Test accuracy against updates')`
      );
      await page.evaluate(click('.controls .chips button'));
      await page.until(`document.querySelector('.chart svg')?.getAttribute('aria-label').endsWith(': all runs')`);
      assert.match(await page.evaluate('location.hash'), /by=/);
    }
  ],
  [
    'gives the mean and the interval over seeds of each group',
    async ({page, open}) => {
      await open('#/groups?sweep=study&q=criterion%3D*&status=finished&measure=testAccuracy');
      await page.until(`${rows} === 3`);
      // taylor: 0.805, 0.815, 0.825 over seeds; t(0.975; 2) × 0.01 / √3 = 0.0248
      const [taylor] = await page.evaluate(texts('tbody tr'));
      assert.match(taylor, /81\.5 % \[79\.0 %, 84\.0 %\]/);
      await page.until(
        `document.querySelectorAll('.chart svg [aria-label="dot"] path, .chart svg [aria-label="dot"] circle').length === 3`
      );
    }
  ],
  [
    'compares runs that were marked: settings that differ, curves together',
    async ({page, open}) => {
      await open('#/runs?sweep=study&sort=run');
      await page.until(`${rows} === 10`);
      for (const name of ['study/obd-s1', 'study/taylor-s0']) await page.evaluate(click(`[data-focus="mark ${name}"]`));
      await page.until(`document.querySelector('.marked')?.textContent.startsWith('2 marked')`);
      await page.evaluate(click('.marked a'));
      await page.until(`document.querySelectorAll('.beside thead th').length === 2`);
      assert.deepEqual(await page.evaluate(texts('.beside tbody th')).then(names => names.slice(0, 4)), [
        'Settings that differ',
        'prune.criterion',
        'seed',
        'Results'
      ]);
      await page.until(
        `document.querySelector('.chart svg')?.getAttribute('aria-label').endsWith(': taylor-s0; obd-s1')`
      );
      await page.evaluate(click('.drop'));
      await page.until(`document.querySelectorAll('.beside thead th').length === 1`);
    }
  ],
  [
    'shows one run: how it went, what is left of each layer, why it failed',
    async ({page, open}) => {
      await open('#/run?sweep=study&id=taylor-s0');
      await page.until(`document.querySelectorAll('.chart > svg').length === 2`);
      const labels = await page.evaluate(
        `[...document.querySelectorAll('.chart > svg')].map(e => e.getAttribute('aria-label'))`
      );
      assert.deepEqual(labels, [
        'Accuracy against FLOPs left: test; validation',
        'Units left in each of 2 layers over 19 pruning steps'
      ]);
      await open('#/run?sweep=study&id=obd-s3');
      await page.until(`document.querySelector('pre.error')?.textContent.startsWith('out of memory')`);
      await open('#/run?sweep=study&id=none');
      await page.until(`document.querySelector('[role=alert]').textContent.includes('Expected the name of a run')`);
    }
  ],
  [
    'shows hostile text as text, wherever it stands',
    async ({page, open}) => {
      const name = HOSTILE.replaceAll('/', '∕');
      const query = new URLSearchParams({sweep: name});
      for (const view of ['sweeps', 'runs', 'curves', 'groups']) {
        await open(`#/${view}?${query}`);
        await page.until(`document.querySelector('main').textContent.includes(${JSON.stringify(name.slice(0, 40))})`);
      }
      await open(`#/run?${new URLSearchParams({sweep: name, id: name})}`);
      await page.until(`document.querySelector('h1')?.textContent === ${JSON.stringify(name)}`);
      await open(
        `#/compare?${new URLSearchParams([
          ['run', `${name}/${name}`],
          ['run', 'study/obd-s3']
        ])}`
      );
      await page.until(`document.querySelector('.beside')?.textContent.includes(${JSON.stringify(HOSTILE)})`);
      await open(`#/runs?${new URLSearchParams({q: `${HOSTILE}=1`})}`);
      await page.until(`document.querySelector('.found')?.textContent.length > 0`);
      await open('#/run?sweep=study&id=obd-s3');
      await page.until(`document.querySelector('pre.error')?.textContent.includes(${JSON.stringify(HOSTILE)})`);
      assert.equal(await page.evaluate(`document.querySelectorAll('main img, body script').length`), 0);
      assert.deepEqual(page.dialogs, []);
    }
  ],
  [
    'lists 10,000 runs in a moment, page by page',
    async ({page, open, url}) => {
      await fetch(`${url}api/runs?sweep=many`).then(response => response.text());
      const started = performance.now();
      await open('#/runs?sweep=many&sort=-testAccuracy');
      await page.until(`${rows} === 100`);
      const seconds = (performance.now() - started) / 1000;
      console.log(`      shown after ${seconds.toFixed(2)} s`);
      assert.ok(seconds < 4, `${seconds.toFixed(1)} s`);
      assert.match(await page.evaluate(`document.querySelector('.pager').textContent`), /1 to 100 of 10,000/);
      await page.evaluate(
        `(() => { [...document.querySelectorAll('.pager button')].find(e => e.textContent === 'Last').click(); })()`
      );
      await page.until(`document.querySelector('.pager')?.textContent.includes('9,901 to 10,000')`);
      await open('#/runs?sweep=many&q=lr%3C0.001+criterion%3Drandom');
      await page.until(`document.querySelector('.found')?.textContent.startsWith('90 runs of 10,000')`);
      await open('#/curves?sweep=many');
      await page.until(
        `document.querySelector('.chart')?.textContent.includes('Nothing has been measured') || document.querySelector('.chart svg')`
      );
    }
  ],
  [
    'lets a curve grow while its run goes on',
    async ({page, open, root}) => {
      const folder = writeRun(root, {sweep: 'growing', id: 'g-s0', status: 'interrupted', accuracies: [0.9, 0.9, 0.9]});
      await open('#/run?sweep=growing&id=g-s0');
      const steps = count => page.until(`document.querySelector('[aria-label$="over ${count} pruning steps"]')`);
      await steps(2);
      appendFileSync(join(folder, 'metrics.jsonl'), `${JSON.stringify(metricsRow(3, 0.8))}\n{"step": 4, "upd`);
      await steps(3);
      appendFileSync(join(folder, 'metrics.jsonl'), `ates": 40, "unitsLeft": {"conv1": 40, "conv2": 50}}\n`);
      await steps(4);
    }
  ],
  [
    'follows a real sweep from its first step to its end',
    async ({page, open, root, folder}) => {
      const sweep = startSweep(folder, root);
      try {
        await sweep.pause();
        await open('#/runs?sweep=live');
        await page.until(
          `document.querySelector('.status.queued') && document.querySelector('.status.running')`,
          60_000
        );
        await page.until(`document.querySelector('.sofar')`, 60_000);
        const flops = await page.evaluate(`document.querySelectorAll('.sofar')[1]?.textContent`);
        sweep.resume();
        await page.until(`document.querySelectorAll('.sofar')[1]?.textContent !== ${JSON.stringify(flops)}`, 60_000);
        await page.until(`document.querySelector('.status.finished')`, 180_000);
        assert.equal(await sweep.ended, 0, sweep.said());
        await page.until(`document.querySelectorAll('.status.finished').length === 2`);
      } catch (error) {
        throw new Error(`${error.message}\nThe sweep said:\n${sweep.said()}`, {cause: error});
      } finally {
        sweep.stop();
      }
    }
  ],
  [
    'fits a phone, in every view, without scrolling sideways',
    async ({page, open}) => {
      await page.resize(360, 740);
      for (const view of [
        'sweeps',
        'runs?sweep=study',
        'curves?sweep=study',
        'groups?sweep=study',
        'run?sweep=study&id=obd-s3'
      ]) {
        await open(`#/${view}`);
        await page.until(`document.querySelector('.table, .chart svg, pre.error')`);
        assert.equal(await page.evaluate(`document.documentElement.scrollWidth`), 360, view);
      }
      await page.resize(1280, 900);
    }
  ],
  [
    'says when the server has gone',
    async ({page, open, stop}) => {
      await open('#/sweeps');
      await page.until(`${rows} >= 3`);
      await stop();
      await page.until(`!document.querySelector('[role=alert]').hidden`);
    }
  ]
];
