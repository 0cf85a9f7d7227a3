/** `0..4` or `0,1,5`; nothing where the option is not given. */
export async function parseSeedsOption(text: string | undefined): Promise<readonly number[] | undefined> {
  if (text === undefined) return undefined;
  const {parseSeeds} = await import('@espalier/experiments/sweeps');
  return parseSeeds(text);
}
