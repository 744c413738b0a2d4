import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { releaseAwaiting } from '../../../ledger/held/release.ts';
import { resubmit } from '../../../ledger/submission/resubmit.ts';
import { enterpriseCode, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../support/department.ts';
import { graphOver, send, told, vendor } from '../support/submitting.ts';

const EMPLOYER = enterpriseCode('450100', 2);
const STRANGER = enterpriseCode('450100', 3);
/** An enterprise as the gateway knew it when it sent: nothing it builds was on file. */
const enterprise = (code: string): Caller => ({
  ...vendor(code, '450000', ['contract:submit'], 'HOUSING'),
  kind: 'ENTERPRISE',
  enterprise: code,
  projects: [],
});

let registry: Department;
let department: Department;
beforeAll(async () => {
  registry = await openDepartment(provincial);
  department = await openDepartment(humanResources, graphOver(registry));
});
afterAll(async () => {
  await department?.close();
  await registry?.close();
});

test('A contract that was held for a project is released when its sender takes part in it, and no other’s is', async () => {
  const contract = (contractNo: string) => ({
    projectCode: 'EARLY',
    documentNumber: residentNumber('450103', '1970-05-06'),
    contractNo,
    employerCode: EMPLOYER,
    periodKind: '1',
    startsOn: '2026-01-05',
  });
  const submit = (code: string, contractNo: string) =>
    send(
      department,
      enterprise(code),
      'submitLabourContracts',
      'LabourContractRecordInput',
      [contract(contractNo)],
      {
        source: code,
      },
    );
  for (const [code, contractNo] of [
    [EMPLOYER, 'own'],
    [STRANGER, 'strange'],
  ] as const)
    expect(told(await submit(code, contractNo))).toEqual(['HELD PROJECT_UNKNOWN projectCode']);

  const hub = hubCaller('tests');
  const ofEmployer = { creditCode: EMPLOYER, name: '示例建设有限公司', divisionCode: '450100' };
  await send(registry, hub, 'submitEnterprises', 'EnterpriseRecordInput', [ofEmployer]);
  const project = {
    projectCode: 'EARLY',
    sector: 'HOUSING',
    name: '示例项目',
    divisionCode: '450103',
    constructionStatus: '003',
    generalContractorCode: EMPLOYER,
  };
  expect(told(await send(registry, hub, 'fileProjects', 'ProjectRecordInput', [project]))).toEqual([
    'ACCEPTED',
  ]);

  const { ledger } = department.store;
  await releaseAwaiting(ledger, [{ name: 'project', key: 'EARLY' }], resubmit);
  const rows = await ledger.write(hub, (db) =>
    db.rows<{ no: string | null; state: string }>(sql`
      select c.contract_no as no, h.state from human_resources.held_record h
        left join human_resources.labour_contract c on c.receipt_id = h.settled_by order by h.organisation`),
  );
  expect(rows).toEqual([
    { no: 'own', state: 'RELEASED' },
    { no: null, state: 'HELD' },
  ]);
});
