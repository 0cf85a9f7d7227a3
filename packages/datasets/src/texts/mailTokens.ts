/** Longer runs of letters are encoded attachments and addresses, no words. */
const LONGEST = 20;

/**
 * Words of a mail's subject and body, in lower case, and the signs `!`, `?` and `$`. Tags of HTML are left out, as are all
 * headers but the subject, which tell where a mail was collected. Every digit becomes 0.
 */
export function mailTokens(mail: string): string[] {
  const end = /\r?\n\r?\n/.exec(mail);
  const head = mail.slice(0, end?.index);
  const body = end ? mail.slice(end.index + end[0].length) : '';
  const subject = /^subject:(.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1] ?? '';
  const text = `${subject}\n${body}`.replace(/<[^<>]*>/g, ' ').toLowerCase();
  const found = text.match(/[a-z][a-z']*|[0-9]+|[!?$]/g) ?? [];
  return found.filter(({length}) => length <= LONGEST).map(token => token.replace(/[0-9]/g, '0'));
}
