/** Whether a stream takes color: `NO_COLOR` and `FORCE_COLOR` decide, then whether it is a terminal that can. */
export function takesColor(
  stream: {readonly isTTY?: boolean},
  env: Readonly<Record<string, string | undefined>> = process.env
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['', '0', 'false'].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export function bold(text: string, stream: {readonly isTTY?: boolean} = process.stdout): string {
  return takesColor(stream) ? `\u001b[1m${text}\u001b[22m` : text;
}

export function dim(text: string, stream: {readonly isTTY?: boolean} = process.stdout): string {
  return takesColor(stream) ? `\u001b[2m${text}\u001b[22m` : text;
}
