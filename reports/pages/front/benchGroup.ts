import {scaling} from '../../figures/scaling.ts';
import {targets} from '../../figures/targets.ts';
import {readBench, readScaling, type BenchRecord} from '../../records/readBench.ts';
import type {Card, CardGroup} from './card.ts';

/** What each bench with targets asks. */
const QUESTIONS: Readonly<Record<string, readonly [title: string, question: string]>> = {
  step: ['A training step', 'How long does a step of training take beside PyTorch’s?'],
  scoring: ['Scores while fine-tuning', 'How much time do scores add to a step of fine-tuning?'],
  oracle: ['The oracle', 'How much faster is the oracle than brute-force ablation, and does it find the same?'],
  loop: ['The whole loop', 'How long does pruning take beside PyTorch and Torch-Pruning?'],
  accuracy: ['Accuracy of the loop', 'Does the loop keep as much accuracy as the same loop in PyTorch?'],
  removal: ['A removal', 'How long does it take to remove a unit for good?'],
  latency: ['Latency', 'How much of the FLOPs that are saved is saved in time?']
};

/** A card for each part of `npm run bench` that was measured; undefined where none was. */
export async function benchGroup(folder: string): Promise<CardGroup | undefined> {
  const records = await Promise.all(Object.keys(QUESTIONS).map(part => readBench(folder, part)));
  const aimed = records.flatMap(record => (record && record.targets.length > 0 ? [targetCard(record)] : []));
  const cards = [...aimed, ...(await scalingCards(folder))];
  if (cards.length === 0) return undefined;
  return {
    title: 'Speed',
    summary: 'Side by side with PyTorch and others on one machine, against what was aimed at.',
    cards
  };
}

function targetCard(record: BenchRecord): Card {
  const {part, command} = record;
  const [title, question] = QUESTIONS[part]!;
  const figure = targets(record);
  const met = record.targets.filter(target => target.met);
  return {
    title,
    question,
    answer: `${met.length} of ${record.targets.length} targets met`,
    detail: figure
      ? 'by the median'
      : record.targets.map(({measured, limit}) => `${measured}, aimed at ${limit}`).join('; '),
    figure,
    ...links(part),
    commands: [command]
  };
}

async function scalingCards(folder: string): Promise<Card[]> {
  const record = await readScaling(folder);
  if (!record) return [];
  return [
    {
      title: 'Growth',
      question: 'How do time and memory grow with units, depth, images, batch and examples?',
      answer: 'measured',
      detail: 'no target',
      figure: scaling({record, quantity: 'time'}),
      ...links('scaling'),
      commands: [record.command]
    }
  ];
}

function links(part: string): Pick<Card, 'page' | 'data'> {
  return {page: '../bench/README.md', data: [{name: `${part}.json`, path: `bench/${part}.json`}]};
}
