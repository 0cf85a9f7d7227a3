import type {Criterion} from '@espalier/core';
import {SilentExit} from '../errors/SilentExit.ts';
import {UsageError} from '../errors/UsageError.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {createProgress} from '../progress/progress.ts';
import {startComputing} from '../progress/startComputing.ts';

interface Check {
  readonly criterion: string;
  readonly law: string;
  readonly passed: boolean;
  readonly error?: string;
}

interface CheckOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `criteria --check`: the laws of the conformance kit, one line each. Exit code 1 where one is broken. */
export async function checkCriteria(criteria: readonly Criterion[], {json, quiet}: CheckOptions): Promise<void> {
  if (criteria.length === 0) {
    throw new UsageError('Expected criteria to check: name a plugin by --plugin FILE, or --all for every criterion.');
  }
  await startComputing({quiet});
  const {conformance} = await import('@espalier/criteria');
  const progress = createProgress({quiet});
  const laws = criteria.flatMap(criterion => conformance(criterion).map(law => ({criterion: criterion.name, ...law})));
  const checks: Check[] = [];
  for (const {criterion, law, check} of laws) {
    progress.update('Checking', checks.length, laws.length);
    checks.push({criterion, law, ...(await attempt(check))});
  }
  progress.stop();
  if (json) printJson({format: 'espalier.conformance/1', checks});
  else printText(checks.map(line).join('\n'));
  if (checks.some(({passed}) => !passed)) throw new SilentExit(1);
}

async function attempt(check: () => Promise<void>): Promise<Pick<Check, 'passed' | 'error'>> {
  try {
    await check();
    return {passed: true};
  } catch (error) {
    return {passed: false, error: error instanceof Error ? error.message : String(error)};
  }
}

function line({criterion, law, passed, error}: Check): string {
  return passed ? `ok      ${criterion}: ${law}` : `broken  ${criterion}: ${law}\n        ${error ?? ''}`;
}
