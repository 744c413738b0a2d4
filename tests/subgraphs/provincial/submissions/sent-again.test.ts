import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { type Hub, LABOUR, openHub, openSite, person, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const A = { projectCode: 'A' };
const mason = person(WORKER);
const inCrew = { ...A, crewNo: '1', ...mason };
const entry = { ...mason, payable: '1', actual: '1' };
const sheet = { ...A, sheetNo: 'S-1', unitCode: LABOUR, payMonth: '2026-02', paidOn: '2026-02-28' };

/** Records of a worker in a project, each beside one that says otherwise. */
const RECORDS: readonly (readonly [operation: string, record: object, changed: object])[] = [
  ['submitRealNameRegistrations', inCrew, { ...inCrew, cardNo: '9' }],
  [
    'submitEngagements',
    { ...inCrew, enteredOn: '2026-02-01' },
    { ...inCrew, enteredOn: '2026-02-01', exitedOn: '2026-02-20' },
  ],
  [
    'submitAttendance',
    { ...inCrew, occurredAt: '2026-03-01T06:31:30+08:00', direction: 'IN' },
    { ...inCrew, occurredAt: '2026-03-01T06:31:30+08:00', direction: 'IN', deviceNo: 'D-1' },
  ],
  [
    'submitPayrollSheets',
    { ...sheet, entries: [entry] },
    { ...sheet, entries: [{ ...entry, payable: '2', actual: '2' }] },
  ],
];

const takenBack = (what: 'project' | 'migrant_worker', isGone: boolean) =>
  hub.department.store.ledger.write({ ...hubCaller('tests'), scopes: SCOPES }, (db) =>
    db.rows(sql`update ${sql.ref(`provincial.${what}`)} set withdrawn = ${isGone}`),
  );

describe('A record of a worker in a project that comes again, though one of them was taken back (重复报送)', () => {
  beforeAll(async () => {
    for (const [operation, record] of RECORDS)
      expect((await hub.submit(operation, [record]))[0]).toMatch(/^(ACCEPTED|DUPLICATE)/);
  });

  test.each([
    ['migrant_worker', 'WORKER_UNKNOWN'],
    ['project', 'PROJECT_UNKNOWN'],
  ] as const)('%s: unchanged it is a duplicate, and changed it waits', async (what, code) => {
    await takenBack(what, true);
    for (const [operation, record, changed] of RECORDS) {
      const [again] = await hub.submit(operation, [record]);
      expect({ operation, again }).toEqual({ operation, again: 'DUPLICATE ALREADY_RECORDED' });
      const [waits] = await hub.submit(operation, [changed]);
      expect({ operation, waits }).toEqual({ operation, waits: expect.stringContaining(`HELD ${code}`) });
    }
    await takenBack(what, false);
  });

  test('and who contradicts the id and the document is refused, as ever', async () => {
    const { nodes } = (await hub.ask('{ migrantWorkers { nodes { id } } }')) as { nodes: { id: string }[] };
    const another = person('1979-09-09');
    await hub.submit('submitMigrantWorkers', [{ ...another, name: '韦示例' }]);
    const stranger = { ...inCrew, ...another, workerId: nodes[0]!.id };
    expect((await hub.submit('submitRealNameRegistrations', [stranger]))[0]).toMatch(
      /^REJECTED IDENTITY_CONTRADICTS/,
    );
  });
});
