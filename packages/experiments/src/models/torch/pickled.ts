/** What a pickle is made of here: None, numbers, text, lists and tuples (arrays), dicts (maps), and what `call` made. */
export type Pickled =
  null | boolean | number | bigint | string | PickledGlobal | Pickled[] | Map<Pickled, Pickled> | object;

/** A name that a pickle asks for. Nothing is ever looked up or run; `call` decides what it stands for. */
export class PickledGlobal {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export interface PickleReader {
  /** What a call of a global gives. Throws for all but a few. */
  readonly call: (name: string, args: readonly Pickled[]) => Pickled;
  /** Refuses globals that have no meaning here, as soon as they are named. */
  readonly check: (name: string) => void;
  /** What a persistent id stands for. */
  readonly load: (id: Pickled) => Pickled;
}
