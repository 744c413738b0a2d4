/**
 * Text made fit for a log or an answer: runs of seven and more digits (identity, card, account, phone numbers),
 * tokens and key-like words are cut out, and the length is bounded. Departments' own texts may hold such values.
 * Days (2026-01-31) and instants stay: they say what form is expected, and identify nobody. So do the hub's own ids, by
 * which a receipt or a record is asked for; they are random and mean nothing outside the hub.
 */
export function scrub(text: string, longest = 300): string {
  return text
    .slice(0, 4 * longest)
    .replace(/eyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, '[key]')
    .replace(UUID_OR_NUMBER, (run) => (UUID.test(run) || DAY.test(run) ? run : '[number]'))
    .slice(0, longest);
}

const UUID_OR_NUMBER = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b|\d(?:[ -]?\d){6,}[Xx]?/g;
// Version 4 or 7 and its variant: a number that only looks like one does not pass.
const UUID = /^[\da-f]{8}-[\da-f]{4}-[47][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
// With the hour that may stand after a space.
const DAY = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?: [01]\d| 2[0-3])?$/;
