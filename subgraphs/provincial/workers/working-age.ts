import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import { numberOn } from '../../../schema/province-profiles.ts';

/** The birthday from which somebody may work (达到最低用工年龄之日), and that age, by the parameter of a day. */
export function workingAgeOf(
  bornOn: string,
  on: string,
): { readonly from: string; readonly age: number } | null {
  const age = numberOn(EVERYWHERE, 'LEAST_WORKING_AGE', on);
  return age === null ? null : { age, from: `${Number(bornOn.slice(0, 4)) + age}${bornOn.slice(4)}` };
}

/** Whether somebody born on that day, where it is known, is below the least working age on another. */
export function isUnderAge(bornOn: string | null | undefined, on: string | null): boolean {
  if (!bornOn || on === null) return false;
  const working = workingAgeOf(bornOn, on);
  return working !== null && on < working.from;
}
