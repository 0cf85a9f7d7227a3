/** Results go to stdout; everything else a command says goes to stderr. */
export function printText(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
