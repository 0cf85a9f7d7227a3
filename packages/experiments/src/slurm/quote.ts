/** One word of a shell command, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** One value on an `#SBATCH` line: sbatch knows double quotes and backslashes there, and nothing else. */
export function directiveValue(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A path in a file name pattern of sbatch, where `%` begins a replacement. */
export function patternPath(path: string): string {
  return path.replaceAll('%', '%%');
}
