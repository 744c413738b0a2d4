import { sql } from 'kysely';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { SpecialWageAccount } from '../facts.ts';
import { sharedOf } from './shared-projects.ts';

type Account = RowOf<typeof SpecialWageAccount>;

/** The accounts of other projects that serve a project too (共用的专户), asked together with its siblings'. */
export const sharedWith = (projectCode: string, context: SubgraphContext): Promise<Account[]> =>
  context
    .loader<string, Account[]>('accounts shared with projects', async (codes) => {
      const accounts = await context.store.reader(SpecialWageAccount).select(
        context.session,
        [
          sql`t.shared_projects is not null and exists (
              select from jsonb_array_elements(t.shared_projects) p where p ->> 'projectCode' = any(${codes as string[]}::text[]))`,
        ],
        sql` order by t.bank_code, t.id`,
      );
      return codes.map((code) =>
        accounts.filter(({ sharedProjects }) =>
          sharedOf(sharedProjects).some((one) => one.projectCode === code),
        ),
      );
    })
    .load(projectCode);
