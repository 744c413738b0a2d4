import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import {
  EarlyWarning,
  Enterprise,
  ParticipatingUnit,
  Project,
} from '../../../../subgraphs/provincial/facts.ts';
import { EMPLOYER, type Room } from './open.ts';

/** Owner, general contractor, a subcontractor, and somebody who takes no part. */
export const PARTIES = [1, 2, 3, 4].map((serial) => enterpriseCode('450100', serial)) as [
  string,
  string,
  string,
  string,
];

const BEFORE = '2026-01-05T09:00:00+08:00';

/** Puts projects A and B on record at the provincial hub, with warnings. @returns ids: of two about A in their order, and of one about B */
export async function openProjects({ registry }: Room): Promise<string[]> {
  const [ownerCode, generalContractorCode, labour] = PARTIES;
  const enterprise = (creditCode: string) => ({
    creditCode,
    name: '示例建设有限公司',
    divisionCode: '450100',
  });
  await registry.write(Enterprise, BEFORE, [enterprise(ownerCode), enterprise(generalContractorCode)]);
  const filed = (projectCode: string) => ({
    projectCode,
    kind: 'HOUSING',
    sector: 'HOUSING',
    name: '示例安置房工程',
    divisionCode: '450103',
    constructionStatus: '003',
    ownerCode,
    generalContractorCode,
    isUnderKeySupervision: false,
  });
  await registry.write(Project, BEFORE, [filed('A'), filed('B')]);
  const unit = (enterpriseCode: string) => ({ projectCode: 'A', enterpriseCode, role: 'SUBCONTRACTOR' });
  await registry.write(ParticipatingUnit, BEFORE, [unit(labour), unit(EMPLOYER)]);
  const warning = (warningNo: string, projectCode: string) => ({
    warningNo,
    projectCode,
    ruleCode: 'ZJ-01',
    category: 'FUNDS_FLOW',
    level: 'YELLOW',
    state: 'RAISED',
    subject: '2026-01',
    detail: '人工费用未按期拨付',
    raisedOn: '2026-02-21',
    occurrences: 1,
  });
  await registry.write(EarlyWarning, BEFORE, [
    warning('YJ-1', 'A'),
    warning('YJ-2', 'A'),
    warning('YJ-3', 'B'),
  ]);
  await registry.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450103'],
  ]);
  const rows = await registry.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ id: string }>(sql`select id::text from provincial.early_warning order by project_code, id`),
  );
  return rows.map(({ id }) => id);
}
