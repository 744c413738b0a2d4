/**
 * Text made fit for a log or an answer: runs of seven and more digits (identity, card, account, phone numbers),
 * tokens and key-like words are cut out, and the length is bounded. Departments' own texts may hold such values.
 */
export function scrub(text: string, longest = 300): string {
  return text
    .slice(0, 4 * longest)
    .replace(/eyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, '[key]')
    .replace(/\d(?:[ -]?\d){6,}[Xx]?/g, '[number]')
    .slice(0, longest);
}
