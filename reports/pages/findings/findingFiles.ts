import {partFiles, type PageFile} from '../partFiles.ts';
import {report} from '../report.ts';
import type {BuiltFinding} from './buildFinding.ts';
import {FindingError} from './findingError.ts';
import {pageMarkdown} from './pageMarkdown.ts';

/** Everything that is generated beside a `finding.yaml`. Throws a FindingError where two files have one name. */
export function findingFiles({content}: BuiltFinding): PageFile[] {
  const files: PageFile[] = [
    ['index.html', report(content)],
    ['README.md', pageMarkdown(content)],
    ...content.sections.flatMap(({parts}) => parts.flatMap(partFiles))
  ];
  const paths = files.map(([path]) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined)
    throw new FindingError(
      `Expected each entry of show to have a name of its own, got ${twice} twice. Give one \`name:\`.`
    );
  return files;
}
