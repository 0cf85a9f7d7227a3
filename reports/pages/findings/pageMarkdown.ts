import {toMarkdown} from '../../tables/toMarkdown.ts';
import {paragraphs, type Part, type ReportContent} from '../report.ts';

/** The page for a code host, which shows Markdown and pictures but no HTML: the same words, figures and tables. */
export function pageMarkdown({title, question, answer, command, sections}: ReportContent): string {
  return (
    [
      `# ${title}`,
      question,
      ...(answer === undefined ? [] : [`**${answer}**`]),
      'The same as one page: [index.html](index.html).',
      ...sections.flatMap(section => [`## ${section.title}`, ...section.parts.flatMap(partMarkdown)]),
      `Made by \`${command}\` from [finding.yaml](finding.yaml).`
    ].join('\n\n') + '\n'
  );
}

function partMarkdown(part: Part): string[] {
  if ('prose' in part) return paragraphs(part.prose);
  if ('code' in part) return ['```sh\n' + part.code + '\n```'];
  if ('table' in part) return [toMarkdown(part.table).trim()];
  const {name, title, caption} = part.figure;
  return [`**${title}**`, `![${title}](figures/${name}.svg)`, caption];
}
