import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Client } from 'pg';
import { hubCaller } from '../../../../kernel/caller.ts';
import { ensureMonths } from '../../../../ledger/months.ts';
import type { LedgerRoom } from '../../../../ledger/submission/room.ts';
import { backfillTally } from '../../../../ledger/tallies/tally.ts';
import { attendanceTally } from '../../../../subgraphs/provincial/figures/attendance-tally.ts';
import {
  AttendanceRecord,
  Engagement,
  Project,
  RealNameRegistration,
} from '../../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { Session } from '../../../../subgraphs/session.ts';
import { serverUrl } from '../../../support/database.ts';
import { type Department, openDepartment } from '../../support/department.ts';
import {
  askers,
  caughtUp,
  chance,
  expectKeptToBeCounted,
  oneStep,
  state,
  type Stating,
} from '../../support/kept-and-counted.ts';

const FIGURES = `workersRegistered { today month total } workersOnSite
  attendance { recordsToday recordsMonth workersToday workersMonth }`;
const PLACES = [
  ['A', 'HOUSING', '450103'],
  ['B', 'HOUSING', '450103'],
  ['C', 'TRANSPORT', '450103'],
  ['D', 'HOUSING', '450107'],
  ['E', 'TRANSPORT', '450203'],
  ['F', 'WATER', '450203'],
] as const;
const PROJECTS = PLACES.map(([code]) => code);
const WORKERS = Array.from({ length: 7 }, () => randomUUID());
const DAYS = ['2026-01-31', '2026-02-01', '2026-02-14', '2026-02-28', '2026-03-01'];
const CALLERS = askers(WORKERS[0]!, ['A', 'E'], '102');

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(provincial);
  await hub.scope(PLACES);
  await new Session(hub.store.pool, hubCaller('tests'), null).write((db) =>
    ensureMonths(
      db,
      AttendanceRecord,
      DAYS.map((day) => new Date(`${day}T08:00:00+08:00`)),
    ),
  );
}, 120_000);
afterAll(() => hub?.close());

const below = chance(20_260_220);
const one = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
const day = (): string => new Date(Date.UTC(2026, 0, 28 + below(34))).toISOString().slice(0, 10);

// Few instants, so that punches meet those that stand: again, corrected, taken back, stated by another source.
const punch = (): Stating => ({
  content: {
    projectCode: one(PROJECTS),
    workerId: one(WORKERS),
    direction: one(['IN', 'OUT']),
    crewNo: one(['1', '2', null]),
  },
  occurredAt: new Date(`${day()}T${one(['00:00:00', '07:30:00', '23:59:59'])}+08:00`),
  withdrawn: below(4) === 0,
});
const engagement = (): Stating => {
  const [enteredOn, other] = [day(), day()].sort();
  const content = {
    projectCode: one(PROJECTS),
    crewNo: one(['1', '2']),
    workerId: one(WORKERS),
    isCrewLeader: false,
    enteredOn,
  };
  return { content: { ...content, exitedOn: one([null, other!]) }, withdrawn: below(4) === 0 };
};
const registration = (): Stating => ({
  content: {
    projectCode: one(PROJECTS),
    crewNo: one(['1', '2']),
    workerId: one(WORKERS),
    isCrewLeader: false,
    registeredOn: one([null, day()]),
  },
  withdrawn: below(4) === 0,
});
const filing = (): Stating => {
  const [projectCode, sector, divisionCode] = one(PLACES);
  const content = { projectCode, kind: sector, sector, divisionCode, isUnderKeySupervision: false };
  return { content: { ...content, name: `示例工程${projectCode}` }, withdrawn: below(3) === 0 };
};

let version = 0;
const someRecords = (make: () => Stating, most: number): Stating[] =>
  Array.from({ length: 1 + below(most) }, make);

/** One submission of one source; late ones come with a version that is lower than what stands. */
function submission(): Promise<unknown> {
  const at = ++version - (below(5) === 0 ? below(20) : 0);
  const source = one(['gates', 'platform']);
  const kind = below(7);
  if (kind === 6) return state(hub, Project, source, at, someRecords(filing, 2));
  if (kind === 0) return state(hub, Engagement, source, at, someRecords(engagement, 4));
  if (kind === 1) return state(hub, RealNameRegistration, source, at, someRecords(registration, 4));
  return state(hub, AttendanceRecord, source, at, someRecords(punch, 40));
}

describe('Figures that are kept', () => {
  test('are what counting says after every step of random submissions, wherever the followers are', async () => {
    const outcomes = new Set<string>();
    for (let step = 0; step < 60; step++) {
      const work: Promise<unknown>[] = Array.from({ length: 1 + below(4) }, submission);
      if (below(2) === 0) work.push(oneStep(hub));
      if (below(4) === 0) work.push(oneStep(hub));
      for (const done of await Promise.all(work))
        if (Array.isArray(done)) for (const verdict of done) if (verdict?.code) outcomes.add(verdict.code);
      const callers = step % 10 === 9 ? CALLERS : [CALLERS[0]!, one(CALLERS)];
      await expectKeptToBeCounted(hub, FIGURES, callers, [one(DAYS), '2026-02-14']);
    }
    // A run without these would prove little.
    expect([...outcomes]).toEqual(
      expect.arrayContaining([
        'ACCEPTED',
        'CORRECTED',
        'WITHDRAWN',
        'ALREADY_RECORDED',
        'SAME_FACT_OTHER_SOURCE',
        'NEWER_VERSION_STANDS',
      ]),
    );
    await caughtUp(hub);
    await expectKeptToBeCounted(hub, FIGURES, CALLERS, DAYS);
    expect(await marksLeft()).toEqual([{ attendance: '0', roster: '0' }]);
  }, 240_000);

  test('are not of what was rolled back, and of what is written in one transaction by many statements', async () => {
    const session = new Session(hub.store.pool, hubCaller('tests'), null);
    const failing = session.write(async (db) => {
      await hub.store
        .writer(AttendanceRecord)
        .write(db, [{ ...punch(), withdrawn: false, sourceVersion: 1n } as never], {
          sourceSystem: 'rehearsal',
          receiptId: randomUUID(),
          receivedAt: new Date(),
          assurance: 'UNSIGNED',
        });
      throw new Error('rehearsed');
    });
    await expect(failing).rejects.toThrow('rehearsed');
    await expectKeptToBeCounted(hub, FIGURES, [CALLERS[0]!], DAYS);
    expect(await marksLeft()).toEqual([{ attendance: '0', roster: '0' }]);
  });

  test('come to stand again from the facts alone, while a step is killed and submissions go on', async () => {
    await asBeforeTheTallies();
    await expectKeptToBeCounted(hub, FIGURES, CALLERS.slice(0, 2), ['2026-02-14']);
    await killedInMidStep();
    await expectKeptToBeCounted(hub, FIGURES, CALLERS.slice(0, 2), ['2026-02-14']);
    const parts: string[] = [];
    for (let more = true; more; ) {
      const [, step] = await Promise.all([submission(), backfillTally(hub.store.ledger, attendanceTally)]);
      if (step?.isDone) parts.push(step.part);
      more = step !== null;
      await oneStep(hub);
      await expectKeptToBeCounted(hub, FIGURES, [CALLERS[0]!], ['2026-01-31', '2026-02-14', '2026-03-01']);
    }
    expect(parts).toEqual(['2026-03', '2026-02', '2026-01']);
    await caughtUp(hub);
    await expectKeptToBeCounted(hub, FIGURES, CALLERS, DAYS);
  }, 120_000);
});

const marksLeft = () =>
  asOwner(
    `select (select count(*) from provincial.attendance_mark) as attendance, (select count(*) from provincial.roster_mark) as roster`,
  );

/** The tables as a migration leaves them that finds facts. */
async function asBeforeTheTallies(): Promise<void> {
  await asOwner(`truncate provincial.attendance_mark, provincial.attendance_month, provincial.attendance_worker,
    provincial.attendance_shared, provincial.roster_mark, provincial.roster_tally, provincial.roster_shared`);
  await asOwner(`insert into provincial.tally_backfill values ('attendance', '2026-01', '', 0, false),
    ('attendance', '2026-02', '', 0, false), ('attendance', '2026-03', '', 0, false), ('roster', '', '', 0, false)
    on conflict (tally, part) do update set through = '', counted = 0, is_done = false`);
}

/** The connection of a step is killed when all is done but the commit. */
async function killedInMidStep(): Promise<void> {
  const room: LedgerRoom = {
    ...hub.store.ledger,
    write: (caller, work) =>
      hub.store.ledger.write(caller, async (db) => {
        const result = await work(db);
        const [own] = await db.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        await query(serverUrl(), `select pg_terminate_backend(${own!.pid}, 5000)`);
        return result;
      }),
  };
  await expect(backfillTally(room, attendanceTally)).rejects.toThrow();
  expect(await asOwner('select count(*) from provincial.attendance_month')).toEqual([{ count: '0' }]);
  expect(await asOwner("select part, counted from provincial.tally_backfill where through <> ''")).toEqual(
    [],
  );
}

const asOwner = (text: string) => query(hub.ownerUrl, `set role hub_owner; ${text}`);

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const answer: unknown = await client.query(text);
    return (Array.isArray(answer) ? answer.at(-1) : answer).rows;
  } finally {
    await client.end();
  }
}
