type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element as text; attributes that are undefined are left out, numbers rounded to 2 digits. */
export function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escapeXml(value ?? '')}"`);
  return children.length === 0
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${children.join('')}</${name}>`;
}

export function number(value: number): string {
  return String(Math.round(100 * value) / 100 || 0);
}

/** Text for XML: names in model files may hold anything, also characters that XML has no way to write. */
export function escapeXml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
  );
}
