/** Text with its first letter large; symbols such as λ stay as they are. */
export function capital(text: string): string {
  return /^\p{Script=Latin}/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
