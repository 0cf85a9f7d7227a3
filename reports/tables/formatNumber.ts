/** What stands where there is no number. */
export const MISSING = 'n/a';

/** Fixed digits with a real minus sign; `n/a` for what is missing or not finite. */
export function fixed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** Like `fixed`, with a plus before positive numbers, for differences. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = fixed(value, digits);
  return text === MISSING || text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}
