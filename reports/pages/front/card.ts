import type {Figure} from '../../figures/figure.ts';

/** A question on the front page. Paths are relative to it. */
export interface Card {
  readonly title: string;
  readonly question: string;
  /** The verdict in a few words. */
  readonly answer: string;
  /** How it came about, in a few words. */
  readonly detail: string;
  readonly figure?: Figure;
  readonly page: string;
  /** Records that the answer is made from. */
  readonly data: readonly Link[];
  /** Make records and page again. */
  readonly commands: readonly string[];
}

export interface Link {
  readonly name: string;
  readonly path: string;
}

/** Questions of one kind. */
export interface CardGroup {
  readonly title: string;
  readonly summary: string;
  readonly cards: readonly Card[];
}
