import type {BuiltFinding} from '../findings/buildFinding.ts';
import type {FindingFile} from '../findings/findingSchema.ts';
import type {Card, CardGroup} from './card.ts';

const GROUPS = [
  {
    kind: 'paper',
    title: 'What the paper claims',
    summary: 'Its tables, figures and sentences, asked again on networks and data that anyone can have.'
  },
  {
    kind: 'data',
    title: 'Other data',
    summary: 'Pruning where it is wanted: transferred networks, recurrent networks, sequences.'
  },
  {
    kind: 'questions',
    title: 'What the paper left open',
    summary: 'Settings, other measures of quality, other targets: each with a guideline and its limits.'
  }
] as const;

type Kind = (typeof GROUPS)[number]['kind'];

/** A card for each finding, by what kind of question it is; kinds that have none are left out. */
export function findingGroups(findings: ReadonlyMap<string, BuiltFinding>): CardGroup[] {
  return GROUPS.map(({kind, ...words}) => ({
    ...words,
    cards: [...findings].filter(([, {file}]) => kindOf(file) === kind).map(([name, built]) => card(name, built))
  })).filter(({cards}) => cards.length > 0);
}

/** As the file says, else by the folder of its experiments. */
function kindOf({group, commands}: FindingFile): Kind {
  if (group) return group;
  const folder = /configs\/(\w+)\//.exec(commands.join('\n'))?.[1];
  return folder === 'paper' || folder === 'questions' ? (folder satisfies Kind) : 'data';
}

function card(name: string, {content, verdict, counts, file}: BuiltFinding): Card {
  const figures = content.sections.flatMap(({parts}) => parts.flatMap(part => ('figure' in part ? [part.figure] : [])));
  return {
    title: content.title,
    question: content.question,
    answer: verdict,
    detail: counts,
    figure: figures[0],
    page: `findings/${name}/index.html`,
    data: [
      ...file.sweeps.map(sweep => ({name: sweep, path: `runs/${sweep}`})),
      ...(file.bench === undefined ? [] : [{name: `bench ${file.bench}`, path: `bench/${file.bench}.json`}])
    ],
    commands: file.commands
  };
}
