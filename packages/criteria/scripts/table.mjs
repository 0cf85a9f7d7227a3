// Rewrites the table of criteria in README.md from the built definitions: npm run table -w packages/criteria
import {readFileSync, writeFileSync} from 'node:fs';
import {allCriteria, criteriaTable} from '../dist/index.js';

const path = new URL('../README.md', import.meta.url);
const marked = /(<!-- criteria:start -->\n)[^]*?(<!-- criteria:end -->)/;
const readme = readFileSync(path, 'utf8');
if (!marked.test(readme))
  throw new Error(`Expected ${path.pathname} to hold the marks criteria:start and criteria:end.`);
writeFileSync(
  path,
  readme.replace(marked, (_, start, end) => `${start}${criteriaTable(allCriteria)}\n${end}`)
);
