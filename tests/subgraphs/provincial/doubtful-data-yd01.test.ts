import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import { type Caller, SECTORS } from '../../../kernel/caller.ts';
import { ensureMonths } from '../../../ledger/months.ts';
import { detectYd01 } from '../../../subgraphs/provincial/doubtful-data/detect-one-person-two-sites.ts';
import { mayRead } from '../../../subgraphs/provincial/doubtful-data/rules/jurisdiction.ts';
import { subjectOf } from '../../../subgraphs/provincial/doubtful-data/move-case.ts';
import { AttendanceRecord, DoubtfulDataCase } from '../../../subgraphs/provincial/facts.ts';
import { callerOf, city, newCase, openProvince, type Province } from './doubtful-data-support.ts';

const DAY = '2026-03-01' as BusinessDate;
const [lin, wei, mo, qin] = Array.from({ length: 4 }, () => randomUUID());

let province: Province;
beforeAll(async () => {
  province = await openProvince();
  await punches([
    [lin!, 'A', '08:00', 'IN'],
    [lin!, 'B', '09:00', 'IN'],
    [lin!, 'B', '11:00', 'OUT'],
    [lin!, 'A', '17:00', 'OUT'],
    [wei!, 'A', '08:00', 'IN'],
    [wei!, 'A', '11:00', 'OUT'],
    [wei!, 'B', '13:00', 'IN'],
    [wei!, 'B', '17:00', 'OUT'],
    [mo!, 'A', '08:00', 'IN'],
    [mo!, 'A', '17:00', 'OUT'],
  ]);
});
afterAll(() => province.close());

async function punches(
  rows: readonly (readonly [worker: string, project: string, time: string, direction: string])[],
) {
  const records = rows.map(([workerId, projectCode, time, direction]) => ({
    content: { projectCode, workerId, crewNo: null, direction, attendType: null, deviceNo: null },
    occurredAt: new Date(`${DAY}T${time}:00+08:00`),
    sourceVersion: 1n,
  }));
  await province.hub.write((db) =>
    ensureMonths(
      db,
      AttendanceRecord,
      records.map(({ occurredAt }) => occurredAt),
    ),
  );
  const provenance = {
    sourceSystem: 'vendor',
    receiptId: randomUUID(),
    receivedAt: province.clock.now(),
    assurance: 'UNSIGNED',
  } as const;
  const verdicts = await province.hub.write((db) =>
    province.store.writer(AttendanceRecord).write(db, records, provenance),
  );
  expect(verdicts.every(({ outcome }) => outcome === 'ACCEPTED')).toBe(true);
}

const found = () =>
  province.ask(
    city,
    `{ doubtfulDataCases(filter: { kindCode: "YD-01" }) { nodes { source externalNo detail suggestedAssignee state issuedOn
      history { isIntact moves { organisation } } } } }`,
  );

describe('The hub looks for one person on two sites the same day (YD-01)', () => {
  test('and makes a case of whose stays overlap, under the site reached first', async () => {
    expect(await detectYd01(province.store, DAY)).toEqual({ found: 1, accepted: 1, known: 0, rejected: 0 });
    const { nodes } = await found();
    expect(nodes).toEqual([
      {
        source: 'HUB',
        externalNo: expect.stringMatching(/^YD-01\/2026-03-01\/[0-9a-f]{16}$/),
        detail: '同一农民工2026-03-01在两个项目考勤，时段重叠：先到项目A，另一项目B。',
        suggestedAssignee: '450103-housing',
        state: 'ISSUED',
        issuedOn: DAY,
        history: { isIntact: true, moves: [{ organisation: 'hub/doubtful-data' }] },
      },
    ]);
  });

  test('again, also many times at once, and finds nothing new', async () => {
    const again = await Promise.all(Array.from({ length: 5 }, () => detectYd01(province.store, DAY)));
    for (const one of again) expect(one).toEqual({ found: 1, accepted: 0, known: 1, rejected: 0 });
  });

  test('again after late punches: the new one is a case, the known one stays as it is', async () => {
    await punches([
      [qin!, 'B', '08:00', 'IN'],
      [qin!, 'A', '09:00', 'IN'],
      [qin!, 'B', '17:00', 'OUT'],
      [lin!, 'B', '07:00', 'IN'],
    ]);
    expect(await detectYd01(province.store, DAY)).toEqual({ found: 2, accepted: 1, known: 1, rejected: 0 });
    expect((await found()).nodes).toHaveLength(2);
    expect(await detectYd01(province.store, '2026-02-28' as BusinessDate)).toMatchObject({ found: 0 });
  });
});

test('Who may read a case by the rule is who sees it by the row scope of its table', async () => {
  await newCase(province, 'J-1');
  await newCase(province, 'J-2', { projectCode: 'B' });
  await newCase(province, 'J-3', { projectCode: 'Y' });
  const rows = await province.store.reader(DoubtfulDataCase).select(province.hub, []);
  await province.hub.close();
  const callers: Caller[] = [
    callerOf('province-hr'),
    callerOf('city-hr'),
    callerOf('city-hr', ['450200', '450105']),
    callerOf('county-housing'),
    callerOf('province-water', ['450000', '530000']),
    callerOf('yunnan-housing'),
    callerOf('auditor', ['000000']),
    callerOf('national-job'),
    callerOf('financial-regulator', []),
    callerOf('bank', undefined, { bank: '102' }),
    callerOf('enterprise', undefined, { projects: ['A', 'Y'], enterprise: '91450100MA0TEMA03L' }),
    callerOf('city-hr', ['450103001'], { sectors: SECTORS }),
  ];
  const seen: number[] = [];
  for (const caller of callers) {
    const { nodes } = await province.ask(caller, '{ doubtfulDataCases(first: 100) { nodes { id } } }');
    const byRule = rows.filter((row) => mayRead(caller, subjectOf(row))).map(({ id }) => id);
    expect(nodes.map(({ id }: { id: string }) => id).sort()).toEqual(byRule.sort());
    seen.push(byRule.length);
  }
  expect(new Set(seen).size).toBeGreaterThan(3);
});
