import { type RawBuilder, sql } from 'kysely';
import { BadInput } from '../../../kernel/refusals.ts';

const SHORTEST = 2;

/**
 * Projects `t` that the text stands for: by their code, the code of a third party, the credit code of a unit, or a fragment of
 * their own name or of their general contractor's. `%` and `_` stand for themselves.
 * @throws BadInput `NAME_FRAGMENT_TOO_SHORT`
 */
export function projectSearch(stated: string): RawBuilder<unknown> {
  const text = stated.trim().normalize('NFC');
  const length = [...text].length;
  if (length < SHORTEST) {
    throw new BadInput('NAME_FRAGMENT_TOO_SHORT', '"text" is too short', {
      path: ['text'],
      expected: `at least ${SHORTEST} characters`,
      came: `${length}`,
      remedy: 'give more of the name, or a code in full',
    });
  }
  const fragment = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const creditCode = text.toUpperCase();
  return sql`t.project_code = ${text} or t.third_party_code = ${text}
    or t.owner_code = ${creditCode} or t.general_contractor_code = ${creditCode}
    or t.project_code in (select u.project_code from provincial.participating_unit u
                           where u.enterprise_code = ${creditCode} and not u.withdrawn)
    or t.name like ${fragment} or t.abbreviation like ${fragment}
    or t.general_contractor_code in (select e.credit_code from provincial.enterprise e
                                      where (e.name like ${fragment} or e.abbreviation like ${fragment}) and not e.withdrawn)`;
}
