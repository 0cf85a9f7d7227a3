import type {Reference, ReferenceSubject} from '@espalier/experiments/reference';

/** What runs are shown beside whose experiment carries no published numbers; `configs/paper/table1.yaml` has the same. */
export const PAPER: Reference = {
  source: 'Molchanov et al., ICLR 2017, arXiv:1611.06440, table 1',
  subjects: [
    {
      subject: 'VGG-16/Birds-200',
      unpruned: 0.722,
      spearman: {
        taylor: {perLayer: 0.73, allRaw: 0.14, allL2: 0.73},
        obd: {perLayer: 0.59, allRaw: 0.65},
        weight: {perLayer: 0.27, allRaw: 0.34, allL2: 0.33},
        activation: {perLayer: 0.56, allRaw: 0.35, allL2: 0.64},
        'activation-std': {perLayer: 0.57, allRaw: 0.3, allL2: 0.66},
        apoz: {perLayer: 0.35, allRaw: 0.43, allL2: 0.51},
        'mutual-information': {perLayer: 0.28, allRaw: 0.35, allL2: 0.47}
      },
      recalled: ['obd', 'apoz']
    },
    {
      subject: 'AlexNet/ImageNet',
      unpruned: 0.792,
      measure: 'top-5',
      spearman: {
        taylor: {perLayer: 0.58, allL2: 0.55},
        weight: {perLayer: 0.57, allRaw: 0.67, allL2: 0.44},
        activation: {perLayer: 0.11, allRaw: 0, allL2: 0.1}
      }
    }
  ]
};

/** What marks numbers that are from memory, and the words that explain it in a caption. */
export const RECALLED = {mark: '†', words: '† from memory, not checked against the print.'} as const;

/** Those of the paper's networks that a subject (`vgg-16 on birds-200`) is itself, or all where it is none of them. */
export function subjectsFor(subject: string, subjects: readonly ReferenceSubject[]): readonly ReferenceSubject[] {
  const own = subject.toLowerCase().replace(' on ', '/');
  const same = subjects.filter(paper => own.startsWith(paper.subject.toLowerCase()));
  return same.length > 0 ? same : subjects;
}
