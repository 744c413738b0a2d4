import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { expireHeld } from '../../../../ledger/held/expire.ts';
import { official } from '../../support/department.ts';
import {
  CONTRACTOR,
  elsewhere,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  person,
  project,
  WORKER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.close());

const A = { projectCode: 'A' };
const mason = person(WORKER);
const inCrew = { ...A, crewNo: '1', ...mason };

/** From the last to the first: each waits for what comes after it in the list. */
const RECORDS: readonly (readonly [operation: string, record: object, verdict: string])[] = [
  ['submitEngagements', { ...inCrew, exitedOn: '2026-02-27' }, 'HELD PROJECT_UNKNOWN projectCode'],
  [
    'submitPayrollSheets',
    {
      ...A,
      sheetNo: '1',
      unitCode: LABOUR,
      payMonth: '2026-02',
      paidOn: '2026-02-28',
      entries: [{ ...mason, payable: '1', actual: '1' }],
    },
    'HELD PROJECT_UNKNOWN projectCode',
  ],
  [
    'submitAttendance',
    { ...inCrew, occurredAt: '2026-03-01T06:31:30+08:00', direction: 'IN' },
    'HELD PROJECT_UNKNOWN projectCode',
  ],
  ['submitRealNameRegistrations', inCrew, 'HELD PROJECT_UNKNOWN projectCode'],
  [
    'submitCrews',
    { ...A, unitCode: LABOUR, crewNo: '1', name: '木工班组' },
    'HELD PROJECT_UNKNOWN projectCode',
  ],
  [
    'submitParticipatingUnits',
    { ...A, enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' },
    'HELD PROJECT_UNKNOWN projectCode',
  ],
];

test('Records that came before what they point to become facts one after the other, as their parents arrive', async () => {
  for (const [operation, record, verdict] of RECORDS)
    expect(await hub.submit(operation, [record])).toEqual([verdict]);
  expect(await hub.release()).toEqual(Array(6).fill('HELD'));

  expect(await hub.submit('fileProjects', [project()])).toEqual(['ACCEPTED']);
  expect(await hub.release()).toEqual(Array(6).fill('HELD'));
  expect(await waiting()).toEqual(['crew', 'crew', 'enterprise', 'unit', 'unit', 'crew'].sort());

  const enterprise = { creditCode: LABOUR, name: '示例劳务有限公司', divisionCode: '450100' };
  expect(await hub.submit('submitEnterprises', [enterprise])).toEqual(['ACCEPTED']);
  await hub.release();
  expect(await waiting()).toEqual(['worker', 'worker', 'worker', 'worker']);

  expect(await hub.submit('submitMigrantWorkers', [{ ...mason, name: '韦示例' }])).toEqual(['ACCEPTED']);
  await hub.release();
  expect(await waiting()).toEqual(['entry']);

  expect(await hub.submit('submitEngagements', [{ ...inCrew, enteredOn: '2026-02-21' }])).toEqual([
    'ACCEPTED',
  ]);
  expect(await hub.release()).toEqual(Array(6).fill('RELEASED'));

  expect(
    await hub.ask(`{ project(code: "A") {
      participatingUnits { enterpriseCode } crews { crewNo } realNameRegistrations { nodes { crewNo } }
      engagements { nodes { enteredOn exitedOn } } attendanceRecords(month: "2026-03") { nodes { direction } }
      payrollSheets { sheetNo entries { totalCount } } } }`),
  ).toEqual({
    participatingUnits: [{ enterpriseCode: LABOUR }],
    crews: [{ crewNo: '1' }],
    realNameRegistrations: { nodes: [{ crewNo: '1' }] },
    engagements: { nodes: [{ enteredOn: '2026-02-21', exitedOn: '2026-02-27' }] },
    attendanceRecords: { nodes: [{ direction: 'IN' }] },
    payrollSheets: [{ sheetNo: '1', entries: { totalCount: 1 } }],
  });
});

test('A crew of the general contractor waits for the filing that names it, and for nothing else', async () => {
  const crew = { projectCode: 'B', unitCode: CONTRACTOR, crewNo: '1', name: '木工班组' };
  const filing = project({ projectCode: 'B', generalContractorCode: OWNER });
  expect(await hub.submit('fileProjects', [filing])).toEqual(['ACCEPTED']);
  expect(await hub.submit('submitCrews', [crew])).toEqual(['HELD UNIT_UNKNOWN unitCode']);
  await hub.submit('fileProjects', [project({ projectCode: 'B' })], { sentAt: '2026-03-01T07:30:00+08:00' });
  await hub.release();
  expect(await hub.ask('{ project(code: "B") { crews { crewNo } } }')).toEqual({ crews: [{ crewNo: '1' }] });
});

describe('Exits that came before their entries end the periods in the order in which they were sent', () => {
  const PERIODS = [{ enteredOn: '2026-02-21' }, { exitedOn: '2026-02-22' }, { enteredOn: '2026-02-24' }];
  const ACTS = [...PERIODS, { exitedOn: '2026-02-26' }];
  test.each([[[0, 1, 2, 3]], [[1, 3, 0, 2]], [[3, 1, 0, 2]]])('when they arrived as %j', async (arrival) => {
    const projectCode = `EXITS-${arrival.join('')}`;
    await openSite(hub, projectCode);
    for (const at of arrival) {
      const record = { projectCode, crewNo: '1', ...mason, ...ACTS[at] };
      await hub.submit('submitEngagements', [record], { sentAt: `2026-03-01T07:1${at}:00+08:00` });
      await hub.release();
    }
    const rows = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
      db.rows<{ period: string }>(sql`
        select concat_ws(' ', entered_on, exited_on) as period from provincial.engagement
         where project_code = ${projectCode} and not withdrawn order by 1`),
    );
    expect(rows.map(({ period }) => period)).toEqual(['2026-02-21 2026-02-22', '2026-02-24 2026-02-26']);
  });
});

test('What a held record waits for holds no document number', async () => {
  const stranger = person('1977-07-07');
  const record = { ...inCrew, ...stranger, occurredAt: '2026-03-01T06:31:30+08:00', direction: 'IN' };
  expect(await hub.submit('submitAttendance', [record])).toEqual(['HELD WORKER_UNKNOWN documentNumber']);
  const { ledger } = hub.department.store;
  const [held] = await ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ key: string; text: string }>(sql`
      select h.wait_key as key, to_jsonb(h) #>> '{}' as text from provincial.held_record h where h.state = 'HELD'`),
  );
  expect(held!.key).toMatch(/^[0-9a-f]{64}$/);
  expect(held!.text).not.toContain(stranger.documentNumber.slice(6, 14));
});

/** What the records that still wait are waiting for. */
async function waiting(): Promise<string[]> {
  const { ledger } = hub.department.store;
  const rows = await ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ name: string }>(sql`
      select waits_for as name from provincial.held_record where state = 'HELD' order by waits_for`),
  );
  return rows.map(({ name }) => name);
}

test('A record about a project that its sender has nothing to do with is neither shown nor told to those in charge', async () => {
  await hub.submit('fileProjects', [project({ projectCode: 'FAR' })]);
  const punch = { projectCode: 'FAR', occurredAt: '2026-03-01T06:31:30+08:00', direction: 'IN' };
  const broken = { ...punch, documentNumber: '450103199001020012' };
  const held = ['HELD PROJECT_UNKNOWN projectCode', 'HELD RESIDENT_NUMBER_INVALID documentNumber'];
  expect(
    await hub.submit('submitAttendance', [{ ...punch, ...mason }, broken], { caller: elsewhere }),
  ).toEqual(held);
  expect(await hub.submit('submitAttendance', [broken])).toEqual(held.slice(1));
  const officer = { ...official('450103', 'HOUSING'), scopes: SCOPES };
  const { data } = await hub.department.ask(
    officer,
    '{ ledgers { provincial { heldRecords(filter: { projectCode: "FAR" }) { nodes { code sourceSystem } } } } }',
    {},
  );
  expect(data).toEqual({
    ledgers: {
      provincial: {
        heldRecords: { nodes: [{ code: 'RESIDENT_NUMBER_INVALID', sourceSystem: 'vendor-a' }] },
      },
    },
  });
  const raised: unknown[] = [];
  const { ledger } = hub.department.store;
  await expireHeld(ledger, new Date('2026-04-01T00:00:00Z'), async (overdue) => {
    raised.push(...overdue.map(({ sourceSystem, projectCode }) => [sourceSystem, projectCode]));
  });
  expect(raised).toEqual(
    expect.arrayContaining([
      ['vendor-b', null],
      ['vendor-a', 'FAR'],
    ]),
  );
  expect(raised).not.toContainEqual(['vendor-b', 'FAR']);
});
