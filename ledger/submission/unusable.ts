import { BadInput } from '../../kernel/refusals.ts';
import { departmentRefusals } from '../../schema/refusals.ts';

/** What is wrong in the part of a call that refuses it whole. `came` says of which kind or length, never what. */
interface Unusable {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly came: string;
}

/** The refusal of a whole call, with the remedy that the catalogue of refusals names for its code. */
export const unusable = (
  code: keyof typeof departmentRefusals & string,
  message: string,
  details: Unusable,
): BadInput => new BadInput(code, message, { ...details, remedy: departmentRefusals[code]!.remedy });

/** How long a text is that came. */
export const charactersIn = (text: string): string => {
  const count = Array.from(text).length;
  return count === 1 ? '1 character' : `${count} characters`;
};
