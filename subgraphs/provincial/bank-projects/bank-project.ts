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
  /** The other projects that an account serves (共用专户的其他项目). */
  readonly sharedProjectCodes: readonly string[];
  readonly isWithdrawn: boolean;
}

/**
 * Writes them into the projection that row scope of banks is made of, in one statement. An older version than the one that stands
 * changes nothing, and what was taken back stays as such: so the order of arrival does not matter. The version that stands says the same again,
 * and more where it was kept before there was more to keep.
 */
export async function writeBankProjects(db: Querier, stated: readonly BankProject[]): Promise<void> {
  // In the order of their ids, so that two batches cannot wait for each other.
  const sorted = [...stated].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  await db.rows(sql`
    insert into provincial.bank_project as b (record_id, version, bank_code, project_code, withdrawn, shared_projects)
    select u.id, u.version, u.bank, u.code, u.withdrawn, string_to_array(nullif(u.shared, ''), ' ') from unnest(
      ${arrayLiteral(sorted.map((one) => one.recordId))}::uuid[], ${arrayLiteral(sorted.map((one) => one.version))}::integer[],
      ${arrayLiteral(sorted.map((one) => one.bankCode))}::text[], ${arrayLiteral(sorted.map((one) => one.projectCode))}::text[],
      ${arrayLiteral(sorted.map((one) => one.isWithdrawn))}::boolean[],
      ${arrayLiteral(sorted.map((one) => one.sharedProjectCodes.join(' ')))}::text[]) as u (id, version, bank, code, withdrawn, shared)
    on conflict (record_id) do update
      set version = excluded.version, bank_code = excluded.bank_code, project_code = excluded.project_code,
          withdrawn = excluded.withdrawn, shared_projects = excluded.shared_projects
      where b.version <= excluded.version`);
}
