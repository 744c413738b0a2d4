import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';

/** That a bank keeps or has issued something for a project, as banking states it (银行经办项目). */
export interface BankProject {
  /** Banking's id of the account, deposit, letter or guarantee. */
  readonly recordId: string;
  readonly version: number;
  readonly bankCode: string | null;
  readonly projectCode: string;
  readonly isWithdrawn: boolean;
}

/**
 * Writes them into the projection that row scope of banks is made of, in one statement. An older version than the one that stands
 * changes nothing, and what was taken back stays as such: so the order of arrival does not matter.
 */
export async function writeBankProjects(db: Querier, stated: readonly BankProject[]): Promise<void> {
  // In the order of their ids, so that two batches cannot wait for each other.
  const sorted = [...stated].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  await db.rows(sql`
    insert into provincial.bank_project as b (record_id, version, bank_code, project_code, withdrawn)
    select * from unnest(
      ${arrayLiteral(sorted.map((one) => one.recordId))}::uuid[], ${arrayLiteral(sorted.map((one) => one.version))}::integer[],
      ${arrayLiteral(sorted.map((one) => one.bankCode))}::text[], ${arrayLiteral(sorted.map((one) => one.projectCode))}::text[],
      ${arrayLiteral(sorted.map((one) => one.isWithdrawn))}::boolean[])
    on conflict (record_id) do update
      set version = excluded.version, bank_code = excluded.bank_code, project_code = excluded.project_code,
          withdrawn = excluded.withdrawn
      where b.version < excluded.version`);
}
