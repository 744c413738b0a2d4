import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { releaseAwaiting } from '../../../ledger/held/release.ts';
import { followEnterprises, followUnits, type ReachStated } from '../../../ledger/order/follow-reach.ts';
import { lagOf, sequence } from '../../../ledger/order/sequence.ts';
import { resubmit } from '../../../ledger/submission/resubmit.ts';
import { enterpriseCode, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../support/department.ts';
import { graphOver, send, told, vendor } from '../support/submitting.ts';

const EMPLOYER = enterpriseCode('450100', 2);
const STRANGER = enterpriseCode('450100', 3);
const SUBCONTRACTOR = enterpriseCode('450100', 4);
const UNREGISTERED = enterpriseCode('450100', 5);
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

const hub = hubCaller('tests');

const contractOf = (projectCode: string, employerCode: string, contractNo: string) => ({
  projectCode,
  documentNumber: residentNumber('450103', '1970-05-06'),
  contractNo,
  employerCode,
  periodKind: '1',
  startsOn: '2026-01-05',
});

/** Sends a contract of an enterprise. @returns what it is told */
async function submit(code: string, projectCode: string, contractNo: string): Promise<string[]> {
  const contract = contractOf(projectCode, code, contractNo);
  const sender = enterprise(code);
  return told(
    await send(department, sender, 'submitLabourContracts', 'LabourContractRecordInput', [contract], {
      source: code,
    }),
  );
}

const register = (creditCode: string) =>
  send(registry, hub, 'submitEnterprises', 'EnterpriseRecordInput', [
    { creditCode, name: '示例建设有限公司', divisionCode: '450100' },
  ]);

async function file(projectCode: string, generalContractorCode: string): Promise<void> {
  const project = {
    projectCode,
    sector: 'HOUSING',
    name: '示例项目',
    divisionCode: '450103',
    constructionStatus: '003',
    generalContractorCode,
  };
  expect(told(await send(registry, hub, 'fileProjects', 'ProjectRecordInput', [project]))).toEqual([
    'ACCEPTED',
  ]);
}

/** Number and state of the contracts of a project that were held, those that wait first. */
async function heldOf(projectCode: string): Promise<string[]> {
  const rows = await department.store.ledger.write(hub, (db) =>
    db.rows<{ told: string }>(sql`
      select concat_ws(' ', h.state, c.contract_no) as told from human_resources.held_record h
        left join human_resources.labour_contract c on c.receipt_id = h.settled_by
       where h.project_code = ${projectCode} order by 1`),
  );
  return rows.map(({ told }) => told);
}

const REACH: ReachStated = {
  ledger: 'provincial',
  units: 'PARTICIPATING_UNIT',
  enterprises: 'ENTERPRISE',
  awaited: 'project',
};

/** Puts in order what the registry was told, so that others can follow it. */
async function inOrder(): Promise<void> {
  const { store } = registry;
  const isInOrder = () =>
    store.ledger.write(hub, async (db) => {
      await sequence(db, 'provincial');
      return (await lagOf(db, 'provincial', store.clock.now())).leaves === 0;
    });
  // Whoever writes in another suite's database holds the order back for a moment.
  while (!(await isInOrder())) await pause(25);
}

test('A contract that was held for a project is released when its sender takes part in it, and no other’s is', async () => {
  for (const [code, contractNo] of [
    [EMPLOYER, 'own'],
    [STRANGER, 'strange'],
  ] as const)
    expect(await submit(code, 'EARLY', contractNo)).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  await register(EMPLOYER);
  await file('EARLY', EMPLOYER);
  await releaseAwaiting(department.store.ledger, [{ name: 'project', key: 'EARLY' }], resubmit);
  expect(await heldOf('EARLY')).toEqual(['HELD', 'RELEASED own']);
});

test('A contract of a subcontractor that is stated as a unit later is released, and no other’s is', async () => {
  await register(SUBCONTRACTOR);
  await file('JOINED', EMPLOYER);
  expect(await submit(SUBCONTRACTOR, 'JOINED', 'of the unit')).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  expect(await submit(STRANGER, 'JOINED', 'of nobody')).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  const unit = { projectCode: 'JOINED', enterpriseCode: SUBCONTRACTOR, role: 'SUBCONTRACTOR' };
  const units = [unit];
  expect(
    told(await send(registry, hub, 'submitParticipatingUnits', 'ParticipatingUnitRecordInput', units)),
  ).toEqual(['ACCEPTED']);
  await inOrder();
  expect(await followUnits(department.store.ledger, REACH, resubmit)).toBeGreaterThan(0);
  expect(await heldOf('JOINED')).toEqual(['HELD', 'RELEASED of the unit']);
  expect(await followUnits(department.store.ledger, REACH, resubmit)).toBe(0);
});

test('A contract of an enterprise that comes on record after its project is released then, and no other’s is', async () => {
  await file('UNNAMED', UNREGISTERED);
  expect(await submit(UNREGISTERED, 'UNNAMED', 'own')).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  expect(await submit(STRANGER, 'UNNAMED', 'strange')).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  await inOrder();
  await followEnterprises(department.store.ledger, REACH, resubmit);
  expect(await heldOf('UNNAMED')).toEqual(['HELD', 'HELD']);
  await register(UNREGISTERED);
  await register(STRANGER);
  await inOrder();
  expect(await followEnterprises(department.store.ledger, REACH, resubmit)).toBe(2);
  expect(await heldOf('UNNAMED')).toEqual(['HELD', 'RELEASED own']);
});
