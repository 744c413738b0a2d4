import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Fact } from '../../../ledger/fact.ts';
import type { Querier } from '../../../ledger/query.ts';
import { GuaranteeDeposit, GuaranteeLetter, PaymentGuarantee, SpecialWageAccount } from '../facts.ts';

/** That a bank keeps or has issued something for a project (银行经办项目). */
export interface BankProject {
  readonly recordId: string;
  readonly version: number;
  readonly bankCode: string | null;
  readonly projectCode: string;
  /** The other projects that an account serves (共用专户的其他项目). */
  readonly sharedProjectCodes: readonly string[];
  readonly isWithdrawn: boolean;
}

/** What a bank keeps or issues for a project, each with the column that says which bank. */
const KEPT: readonly (readonly [Fact, bank: string])[] = [
  [SpecialWageAccount, 'bank_code'],
  [GuaranteeDeposit, 'bank_code'],
  [GuaranteeLetter, 'issuer_code'],
  [PaymentGuarantee, 'issuer_code'],
];

/** Of an account `t`. */
const SHARED = sql`array(select p ->> 'projectCode' from jsonb_array_elements(t.shared_projects) p)`;
const NONE = sql`'{}'::text[]`;

/**
 * Of these records, or of all there are, which bank they are of and which project.
 * @param rowsOf a fact as it was at the instant that is asked about, under the alias `t`
 */
export function bankProjects(
  db: Pick<Querier, 'rows'>,
  rowsOf: (fact: Fact) => RawBuilder<unknown>,
  recordIds: readonly string[] | null,
): Promise<BankProject[]> {
  const parts = KEPT.map(
    ([fact, bank]) => sql`
      select t.id as "recordId", t.version, t.${sql.ref(bank)} as "bankCode", t.project_code as "projectCode",
             t.withdrawn as "isWithdrawn", ${fact === SpecialWageAccount ? SHARED : NONE} as "sharedProjectCodes"
        from ${rowsOf(fact)} ${recordIds ? sql`where t.id = any(${arrayLiteral(recordIds)}::uuid[])` : sql``}`,
  );
  return db.rows<BankProject>(sql.join(parts, sql` union all `));
}
