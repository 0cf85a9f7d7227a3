import type {Network, PruneStep} from '@espalier/core';

/** A drop since the unpruned network and its one-sided 95 % upper confidence bound, in percentage points. */
export interface JudgedDrop {
  readonly drop: number;
  readonly bound: number;
}

export interface Judged extends JudgedDrop {
  /** The bound is within what is allowed. */
  readonly isGood: boolean;
}

/** A judged network that was not good enough. */
export interface JudgedStep extends JudgedDrop {
  readonly step: number;
  readonly units: number;
}

/** A step as files tell it. */
export type ToldStep = Omit<PruneStep, 'structure'>;

/** The last network that was judged to be good enough, or the unpruned one. */
export interface KeptNetwork extends JudgedDrop {
  readonly network: Network;
  /** Removals so far. */
  readonly step: number;
  /** Updates so far. */
  readonly updates: number;
  /** The step behind it, whose network has not been judged yet. */
  readonly pending?: ToldStep;
}
