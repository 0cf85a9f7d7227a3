/** A figure that can be drawn at any width. */
export interface Figure {
  /** File name without its extension. */
  readonly name: string;
  readonly title: string;
  /** What is drawn, from which data, seeds and runs, and the command that makes it. */
  readonly caption: string;
  /** A standalone SVG document, `width` pixels wide (720 unless told). Equal records give equal bytes. */
  readonly draw: (width?: number) => string;
}
