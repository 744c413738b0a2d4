/**
 * The form in which field names are compared: without width, case and space around them, so that ` ＰayRollCode` is
 * `payrollcode`. Foreign systems write one field in several ways (domain notes, trap 7).
 */
export function foldName(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const form = name.normalize('NFKC').trim().toLowerCase();
  // The names of one sender are few; what a hostile one makes up is not kept.
  if (folded.size < 10_000 && name.length <= 200) folded.set(name, form);
  return form;
}

const folded = new Map<string, string>();
