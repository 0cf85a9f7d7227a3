/** What `--help` ends with: command lines to copy, behind a heading. */
export function examples(...lines: readonly [string, ...string[]]): string {
  return `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}`;
}
