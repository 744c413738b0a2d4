import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';

/** The status of the project `p` that the sector's department approved last (审批通过的施工状态); null where it never did. */
export const DECIDED_STATUS: RawBuilder<string | null> = sql`(
  select d.to_status from provincial.status_change_decision d
   where d.project_code = p.project_code and d.outcome = 'APPROVED' and not d.withdrawn
   order by d.project_version desc limit 1)`;

type Content = Readonly<Record<string, unknown>>;

interface Settled {
  readonly code: string;
  readonly status: string | null;
  readonly isUnderKeySupervision: boolean;
}

/**
 * What no source settles (枢纽核定), in place of what a claim says of it: a status that the sector's department has decided, and
 * the hub's mark of key supervision. A claim may be older than either.
 */
export async function settledByHub(contents: readonly Content[], db: Querier): Promise<Content[]> {
  const codes = arrayLiteral(contents.map(({ projectCode }) => projectCode));
  const rows = await db.rows<Settled>(sql`
    select p.project_code as code, ${DECIDED_STATUS} as status, p.is_under_key_supervision as "isUnderKeySupervision"
      from provincial.project p where p.project_code = any(${codes}::text[])`);
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return contents.map((content) => {
    const settled = byCode.get(content.projectCode as string);
    if (!settled) return content;
    const { status, isUnderKeySupervision } = settled;
    return { ...content, isUnderKeySupervision, constructionStatus: status ?? content.constructionStatus };
  });
}
