/** What an account's name says about it (户名检查结果). */
export type AccountNameCheck =
  | 'PASS'
  | 'PASS_ABBREVIATED'
  | 'FAIL_SUFFIX'
  | 'FAIL_CONTRACTOR'
  | 'FAIL_PROJECT';

/** A name on record, with what is known of its abbreviations (规范简称). */
export interface Named {
  readonly name: string;
  /** As its filing states it: it counts in no name. */
  readonly abbreviation?: string | null;
  /** Those that a department has approved for the project's account names. */
  readonly approved?: readonly string[] | null;
}

/** Whether the name is known: to a caller who does not see a project, only its code is. */
export const isNamed = <One extends Partial<Named>>(one: One | null | undefined): one is One & Named =>
  one?.name !== undefined && one.name !== null;

/**
 * The name of a special wage account: contractor, project, 农民工工资专用账户; abbreviations that a department has
 * approved are allowed. Source: Guangxi 管理细则 Art. 11(3) for the pattern; the way of comparing is the hub's own.
 */
export const checkSpecialAccountName = (
  accountName: string,
  contractor: Named,
  project: Named,
): AccountNameCheck =>
  check(accountName, '农民工工资专用账户', writtenForms(contractor), writtenForms(project));

/**
 * Whether the name would fit if what filings call an abbreviation counted (使用未经核准的简称): it is they who are to have it approved, and
 * not the account that is to be renamed.
 */
export function usesUnapprovedAbbreviation(accountName: string, contractor: Named, project: Named): boolean {
  if (checkSpecialAccountName(accountName, contractor, project).startsWith('PASS')) return false;
  return checkSpecialAccountName(accountName, asFiled(contractor), asFiled(project)) === 'PASS_ABBREVIATED';
}

/**
 * The name of a deposit account: contractor, project, 农民工工资保证金专用账户; abbreviations are not provided for.
 * Source: Guangxi 管理细则 Art. 11(6) for the pattern; the way of comparing is the hub's own.
 */
export const checkDepositAccountName = (
  accountName: string,
  contractor: Named,
  project: Named,
): AccountNameCheck =>
  check(accountName, '农民工工资保证金专用账户', [normal(contractor.name)], [normal(project.name)]);

/** The first form of each list is the full name; where full names fit, abbreviations are not looked at. */
function check(
  accountName: string,
  suffix: string,
  contractors: readonly string[],
  projects: readonly string[],
): AccountNameCheck {
  const name = normal(accountName);
  if (!name.endsWith(suffix)) return 'FAIL_SUFFIX';
  const named = name.slice(0, -suffix.length);
  if (named === `${contractors[0]}${projects[0]}`) return 'PASS';
  const remainders = contractors.filter((one) => named.startsWith(one)).map((one) => named.slice(one.length));
  if (remainders.length === 0) return 'FAIL_CONTRACTOR';
  return remainders.some((remainder) => projects.includes(remainder)) ? 'PASS_ABBREVIATED' : 'FAIL_PROJECT';
}

const asFiled = ({ name, abbreviation, approved }: Named): Named => ({
  name,
  approved: [...(approved ?? []), abbreviation ?? ''],
});

const writtenForms = ({ name, approved }: Named): string[] =>
  [name, ...(approved ?? [])].map(normal).filter((form) => form !== '');

/** Full-width letters, digits and brackets become half-width, spaces go: banks type both. */
const normal = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');
