/** Whether a layer's name is one of `patterns`, in which `*` stands for any run of characters. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some(pattern => expression(pattern).test(name));
}

/** The first pattern that matches none of the names. */
export function unmatched(patterns: readonly string[], names: readonly string[]): string | undefined {
  return patterns.find(pattern => !names.some(name => matchesAny([pattern], name)));
}

function expression(pattern: string): RegExp {
  const literal = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
