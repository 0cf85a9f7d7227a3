import type {Measure} from '../records/correlationRow.ts';

/** Spearman correlations that the paper prints for one network and data set. */
export interface PaperColumn {
  readonly subject: string;
  readonly values: Readonly<Record<string, Readonly<Partial<Record<Measure, number>>>>>;
  /** Criteria whose numbers were not checked against the printed table. */
  readonly unchecked: readonly string[];
}

/** Molchanov et al., ICLR 2017, arXiv:1611.06440, table 1. */
export const PAPER_SPEARMAN: readonly PaperColumn[] = [
  {
    subject: 'VGG-16/Birds-200',
    values: {
      taylor: {perLayer: 0.73, allRaw: 0.14, allL2: 0.73},
      obd: {perLayer: 0.59, allRaw: 0.65},
      weight: {perLayer: 0.27, allRaw: 0.34, allL2: 0.33},
      activation: {perLayer: 0.56, allRaw: 0.35, allL2: 0.64},
      'activation-std': {perLayer: 0.57, allRaw: 0.3, allL2: 0.66},
      apoz: {perLayer: 0.35, allRaw: 0.43, allL2: 0.51},
      'mutual-information': {perLayer: 0.28, allRaw: 0.35, allL2: 0.47}
    },
    unchecked: ['obd', 'apoz']
  },
  {
    subject: 'AlexNet/ImageNet',
    values: {
      taylor: {perLayer: 0.58, allL2: 0.55},
      weight: {perLayer: 0.57, allRaw: 0.67, allL2: 0.44},
      activation: {perLayer: 0.11, allRaw: 0, allL2: 0.1}
    },
    unchecked: []
  }
];
