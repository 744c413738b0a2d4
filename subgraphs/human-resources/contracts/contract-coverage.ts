import { sql } from 'kysely';
import { kept } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { LabourContract } from '../facts.ts';
import { inForceOn } from './in-force.ts';

export interface ContractCoverage {
  readonly projectCode: string;
  readonly contracts: number;
  readonly workersWithContract: number;
  readonly workersWithUploadedContract: number;
}

/** One project's contracts, all or those in force on a day, counted together with its siblings'. */
export function contractCoverage(
  projectCode: string,
  on: string | null | undefined,
  context: SubgraphContext,
): Promise<ContractCoverage> {
  const table = context.store.table(LabourContract);
  const inForce = on ? inForceOn(on) : sql`true`;
  return context
    .loader<string, ContractCoverage>(`contract coverage ${on ?? 'ever'}`, async (codes) => {
      const rows = await context.session.rows<Counted>(
        kept(sql`
        select t.project_code, count(*) as contracts, count(distinct t.worker_id) as workers,
               count(distinct t.worker_id) filter (where t.file_digests is not null or t.electronic_contract_no is not null) as uploaded
          from ${versionsAt(table, context.session.asOf)}
         where t.project_code = any(${codes as string[]}) and ${inForce} and not t.withdrawn
         group by 1`),
      );
      const byCode = new Map(rows.map((row) => [row.project_code, row]));
      return codes.map((code) => ({
        projectCode: code,
        contracts: Number(byCode.get(code)?.contracts ?? 0),
        workersWithContract: Number(byCode.get(code)?.workers ?? 0),
        workersWithUploadedContract: Number(byCode.get(code)?.uploaded ?? 0),
      }));
    })
    .load(projectCode);
}

interface Counted {
  readonly project_code: string;
  readonly contracts: bigint;
  readonly workers: bigint;
  readonly uploaded: bigint;
}
