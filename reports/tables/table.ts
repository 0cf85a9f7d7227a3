/** A number with what is known of its uncertainty. `null` is n/a. */
export interface Quantity {
  readonly value: number | null;
  /** Standard deviation over seeds. */
  readonly deviation?: number;
  readonly low?: number;
  readonly high?: number;
  readonly n?: number;
  /** A sign after the number that the caption explains. */
  readonly mark?: string;
}

export type Cell = string | Quantity;

export interface Column {
  readonly header: string;
  readonly kind: 'text' | 'quantity';
  /** Digits after the point. @default 2 */
  readonly digits?: number;
  /** Shown as percent, without the sign; CSV keeps the fraction. */
  readonly percent?: boolean;
  /** Shown with a plus before positive numbers. */
  readonly signed?: boolean;
}

/** A table as a value: the renderers decide about words and escapes, never about numbers. */
export interface Table {
  /** File name without its extension. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Cells are parallel to `columns`. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What stands in a cell where there is no number. */
export const NONE: Quantity = {value: null};
