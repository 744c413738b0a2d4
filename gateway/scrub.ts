/**
 * Text made fit for a log or an answer: runs of seven and more digits (identity, card, account, phone numbers),
 * tokens and key-like words are cut out, and the length is bounded. Departments' own texts may hold such values.
 * Days (2026-01-31) and instants stay: they say what form is expected, and identify nobody.
 */
export function scrub(text: string, longest = 300): string {
  return text
    .slice(0, 4 * longest)
    .replace(/eyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, '[key]')
    .replace(NUMBER, (run) => (DAY.test(run) ? run : '[number]'))
    .slice(0, longest);
}

const NUMBER = /\d(?:[ -]?\d){6,}[Xx]?/g;
// With the hour that may stand after a space.
const DAY = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?: [01]\d| 2[0-3])?$/;
