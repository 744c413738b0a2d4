import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { expireHeld } from '../../ledger/held/expire.ts';
import { releaseHeld } from '../../ledger/held/release.ts';
import { follow, followOutside, positionOf } from '../../ledger/order/follow.ts';
import { followAwaited } from '../../ledger/order/follow-awaited.ts';
import { followProjection, type Projection } from '../../ledger/order/follow-projection.ts';
import { followProjects } from '../../ledger/order/follow-projects.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import { resubmit } from '../../ledger/submission/resubmit.ts';
import { NOW, type OrderRoom, orderRoom, sheets } from './support/order-room.ts';

let hub: OrderRoom;
beforeAll(async () => {
  hub = await orderRoom();
}, 120_000);
afterAll(() => hub.close());

beforeEach(async () => {
  const tables = [
    'leaf',
    'sequenced',
    'follower',
    'held_record',
    'submission',
    'submission_key',
    'sheet',
    'remark',
  ];
  await hub.rows(`truncate ${[...tables, 'project_scope'].map((name) => `notes.${name}`).join(', ')}`);
  await hub.rows(`update notes.sequencer set next_position = 0, below = '0'`);
});

describe('A follower', () => {
  test('is handed every submission once and in order, also when three follow under its name at once', async () => {
    for (let each = 0; each < 12; each++) await hub.submit('SHEET', [{ sheetNo: `F${each}` }]);
    await hub.tick();
    const seen: number[] = [];
    const runs = Array.from({ length: 3 }, async () => {
      for (let tries = 0; tries < 8; tries++)
        await follow(
          hub.room,
          'reader',
          async (_db, items) => void seen.push(...items.map(({ position }) => position)),
          { batch: 5 },
        );
    });
    await Promise.all(runs);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await follow(hub.room, 'reader', async () => undefined)).toBe(0);
  });

  test('is handed the submission with its verdicts', async () => {
    const { verdicts } = await hub.submit('SHEET', [{ sheetNo: 'V1', text: 'gate 1' }, {}]);
    await hub.tick();
    const handed: unknown[] = [];
    await follow(hub.room, 'reader', async (_db, items) => {
      for (const one of items) handed.push([one.dataset, one.sourceSystem, one.verdicts()]);
    });
    expect(handed).toEqual([
      [
        'SHEET',
        'a',
        [
          expect.objectContaining({ outcome: 'ACCEPTED', recordId: verdicts[0]!.recordId, version: 1 }),
          expect.objectContaining({ outcome: 'REJECTED', code: 'VALUE_MISSING', path: 'sheetNo' }),
        ],
      ],
    ]);
  });

  test('keeps neither its work nor its position when the work fails, and is handed the same again', async () => {
    await hub.submit('SHEET', [{ sheetNo: 'X1' }]);
    await hub.tick();
    const failing = follow(hub.room, 'reader', async (db) => {
      await db.rows(sql`update notes.sheet set text = 'seen'`);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await positionOf(hub.room, 'reader')).toBe(0);
    expect(await hub.rows('select text from notes.sheet')).toEqual([{ text: null }]);
    expect(await follow(hub.room, 'reader', async () => undefined)).toBe(1);
  });

  test('that works outside a transaction moves only after its work', async () => {
    await hub.submit('SHEET', [{ sheetNo: 'O1' }]);
    await hub.tick();
    const failing = followOutside(hub.room, 'asker', () => Promise.reject(new Error('killed')));
    await expect(failing).rejects.toThrow('killed');
    expect(await positionOf(hub.room, 'asker')).toBe(0);
    expect(await followOutside(hub.room, 'asker', async () => undefined)).toBe(1);
    expect(await positionOf(hub.room, 'asker')).toBe(1);
  });
});

describe('Held records', () => {
  test('are released when what they wait for becomes a fact, step by step until none is left', async () => {
    await hub.submit('REMARK', numbered(45, 'S1'));
    await hub.submit('REMARK', [{ remarkNo: 'other', sheetNo: 'S2' }]);
    await release();
    expect(await states()).toEqual([{ state: 'HELD', count: 46 }]);
    await hub.submit('SHEET', [{ sheetNo: 'S1' }]);
    const steps: number[] = [];
    await hub.tick();
    await releaseHeld(
      hub.room,
      async (room, held) => {
        steps.push(held.length);
        await resubmit(room, held);
      },
      { step: 20 },
    );
    expect(steps).toEqual([20, 20, 5]);
    expect(await states()).toEqual([
      { state: 'HELD', count: 1 },
      { state: 'RELEASED', count: 45 },
    ]);
    expect(await hub.rows('select count(*)::int as n from notes.remark')).toEqual([{ n: 45 }]);
  });

  test('are judged in the order in which their source put them, whichever came first, page by page', async () => {
    for (const sourceVersion of [6, 3, 5, 1, 4, 2])
      await hub.submit('REMARK', [{ remarkNo: `V${sourceVersion}`, sheetNo: 'S7', sourceVersion }]);
    await release();
    await hub.submit('SHEET', [{ sheetNo: 'S7' }]);
    await hub.tick();
    const judged: bigint[] = [];
    const noting: typeof resubmit = async (room, held) => {
      judged.push(...held.map(({ sourceVersion }) => sourceVersion));
      await resubmit(room, held);
    };
    await releaseHeld(hub.room, noting, { step: 4 });
    expect(judged).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
    expect(await states()).toEqual([{ state: 'RELEASED', count: 6 }]);
  });

  test('are found by a sealed column, which is opened only for that', async () => {
    await hub.submit('REMARK', [{ remarkNo: 'R1', sheetNo: 'S9' }]);
    await hub.submit('SHEET', [{ sheetNo: 'S9', secret: 'S9' }]);
    await release();
    expect(await states()).toEqual([{ state: 'RELEASED', count: 1 }]);
  });

  test('are released by their own submission when what they wait for came between look-up and insert', async () => {
    await hub.submit('REMARK', [{ remarkNo: 'R1', sheetNo: 'S3' }]);
    await writtenUnseen('S3');
    await release();
    expect(await states()).toEqual([{ state: 'RELEASED', count: 1 }]);
  });

  test('that by now wait for something else are judged again, since that may have come unnoticed', async () => {
    await hub.submit('REMARK', [{ remarkNo: 'R1', sheetNo: 'S6', projectCode: 'P6' }]);
    await hub.tick();
    let calls = 0;
    const follow = () =>
      releaseHeld(hub.room, async (room, held) => {
        await resubmit(room, held);
        if (++calls === 1) await writtenUnseen('S6');
      });
    await scope('P6');
    await follow();
    expect(calls).toBe(2);
    expect(await states()).toEqual([{ state: 'RELEASED', count: 1 }]);
  });

  test('that must go on waiting leave no submission, so that following comes to an end', async () => {
    await hub.submit('REMARK', numbered(3, 'nowhere'));
    expect(await release()).toBeLessThan(3);
    expect(await hub.rows('select count(*)::int as n from notes.submission')).toEqual([{ n: 1 }]);
    expect(await hub.tick()).toBe(0);
  });

  test('become one fact when the release is killed before it has moved on', async () => {
    await hub.submit('REMARK', numbered(3, 'S4'));
    await hub.submit('SHEET', [{ sheetNo: 'S4' }]);
    await hub.tick();
    const killed = releaseHeld(hub.room, async (room, held) => {
      await resubmit(room, held.slice(0, 2));
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await positionOf(hub.room, 'held-release')).toBe(0);
    await release();
    expect(await states()).toEqual([{ state: 'RELEASED', count: 3 }]);
    expect(await hub.rows('select version from notes.remark')).toEqual([
      { version: 1 },
      { version: 1 },
      { version: 1 },
    ]);
  });

  test('whose time is over are raised and then expired; killed in between, they are raised again', async () => {
    await hub.submit('REMARK', numbered(5, 'S5'));
    const due = new Date(NOW.getTime() + 30 * 86_400_000);
    expect(await expireHeld(hub.room, new Date(due.getTime() - 1), async () => undefined)).toBe(0);
    const raised: string[] = [];
    const killed = expireHeld(
      hub.room,
      due,
      async (overdue) => {
        raised.push(...overdue.map(({ id }) => id));
        if (raised.length > 2) throw faults.UPSTREAM_UNAVAILABLE('doubtful data');
      },
      2,
    );
    await expect(killed).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(await states()).toEqual([
      { state: 'EXPIRED', count: 2 },
      { state: 'HELD', count: 3 },
    ]);
    const again: unknown[] = [];
    expect(await expireHeld(hub.room, due, async (overdue) => void again.push(...overdue), 2)).toBe(3);
    expect(again).toContainEqual(
      expect.objectContaining({
        dataset: 'REMARK',
        code: 'CREW_UNKNOWN',
        waitsFor: 'sheet',
        client: 'a/',
        path: 'sheetNo',
      }),
    );
    expect(new Set([...raised, ...again.map((one) => (one as { id: string }).id)]).size).toBe(5);
    expect(await states()).toEqual([{ state: 'EXPIRED', count: 5 }]);
  });
});

describe("The owner's projects", () => {
  const owner = {
    ledger: 'notes',
    dataset: 'PLAN',
    awaited: 'project',
    lookUp: async (codes: readonly string[]) =>
      codes.map((projectCode) => ({
        projectCode,
        kind: 'HOUSING',
        sector: 'HOUSING',
        divisionCode: '450103',
        version: 1,
      })),
  };

  test('come over the graph into the projection, and release what waited for them', async () => {
    await hub.submit('SHEET', [
      { sheetNo: 'P-1', projectCode: 'P1' },
      { sheetNo: 'P-3', projectCode: 'P3' },
    ]);
    await hub.submit('PLAN', [
      { sheetNo: 'L1', projectCode: 'P1' },
      { sheetNo: 'L2', projectCode: 'P2' },
    ]);
    await hub.tick();
    expect(await followProjects(hub.room, owner, resubmit)).toBe(2);
    expect(await hub.rows('select project_code as code from notes.project_scope order by 1')).toEqual([
      { code: 'P1' },
      { code: 'P2' },
    ]);
    expect(await states()).toEqual([
      { state: 'HELD', count: 1 },
      { state: 'RELEASED', count: 1 },
    ]);
    expect(await positionOf(hub.room, 'project-scope')).toBe(2);
    expect(await followProjects(hub.room, owner, resubmit)).toBe(0);
  });

  test('are read through a submission that is longer than a page', async () => {
    const plans = Array.from({ length: 25 }, (_, nth) => ({ sheetNo: `L${nth}`, projectCode: `P${nth}` }));
    await hub.submit('PLAN', plans);
    await hub.tick();
    expect(await followProjects(hub.room, owner, resubmit, 10)).toBe(25);
    expect(await hub.rows('select count(*)::int as n from notes.project_scope')).toEqual([{ n: 25 }]);
    expect(await positionOf(hub.room, 'project-scope')).toBe(1);
  });

  test('are not passed over when the graph does not answer', async () => {
    await hub.submit('PLAN', [{ sheetNo: 'L1', projectCode: 'P1' }]);
    await hub.tick();
    const elsewhere = { ...owner, ledger: 'nobody' };
    await expect(followProjects(hub.room, elsewhere, resubmit)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(await positionOf(hub.room, 'project-scope')).toBe(0);
  });
});

describe("What a room keeps of another department's records", () => {
  const kept = (work: Projection['bringUpToDate'], ledger = 'notes'): Projection => ({
    name: 'kept',
    ledger,
    datasets: ['SHEET'],
    bringUpToDate: work,
  });

  test('is brought up to date for each record that became or changed a fact, page by page', async () => {
    const sheets = Array.from({ length: 25 }, (_, nth) => ({ sheetNo: `K${nth}` }));
    const { verdicts } = await hub.submit('SHEET', [...sheets, {}]);
    await hub.tick();
    const pages: (readonly string[])[] = [];
    const projection = kept(async (_room, recordIds) => void pages.push(recordIds));
    expect(await followProjection(hub.room, projection, 'SHEET', 10)).toBe(25);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(verdicts.slice(0, 25).map(({ recordId }) => recordId));
    expect(await positionOf(hub.room, 'kept SHEET')).toBe(1);
    expect(await followProjection(hub.room, projection, 'SHEET')).toBe(0);
  });

  test('is handed the same again when it could not be kept, or the graph does not answer', async () => {
    const { verdicts } = await hub.submit('SHEET', [{ sheetNo: 'K1' }]);
    await hub.tick();
    const killed = kept(() => Promise.reject(new Error('killed')));
    await expect(followProjection(hub.room, killed, 'SHEET')).rejects.toThrow('killed');
    const elsewhere = kept(async () => undefined, 'nobody');
    await expect(followProjection(hub.room, elsewhere, 'SHEET')).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(await positionOf(hub.room, 'kept SHEET')).toBe(0);
    const seen: string[] = [];
    await followProjection(
      hub.room,
      kept(async (_room, recordIds) => void seen.push(...recordIds)),
      'SHEET',
    );
    expect(seen).toEqual([verdicts[0]!.recordId]);
  });
});

describe('What another department states', () => {
  const awaited = { ledger: 'notes', dataset: 'SHEET', awaited: 'sheet' };
  const waiting = (remarkNo: string, sheetNo: string, projectCode: string) => ({
    remarkNo,
    sheetNo,
    projectCode,
  });

  test('releases what waited for it in the projects that its changes name', async () => {
    for (const code of ['P1', 'P2']) await scope(code);
    await hub.submit('REMARK', [
      waiting('R1', 'S1', 'P1'),
      waiting('R2', 'S2', 'P1'),
      waiting('R3', 'S3', 'P2'),
    ]);
    await hub.submit('SHEET', [{ sheetNo: 'S1', projectCode: 'P1' }]);
    await writtenUnseen('S3');
    await hub.tick();
    expect(await followAwaited(hub.room, awaited, resubmit)).toBe(1);
    expect(await states()).toEqual([
      { state: 'HELD', count: 2 },
      { state: 'RELEASED', count: 1 },
    ]);
    expect(await positionOf(hub.room, 'awaited SHEET')).toBe(2);
    expect(await followAwaited(hub.room, awaited, resubmit)).toBe(0);
    await hub.submit('SHEET', [{ sheetNo: 'S4', projectCode: 'P2' }]);
    await hub.tick();
    expect(await followAwaited(hub.room, awaited, resubmit)).toBe(1);
    expect(await states()).toEqual([
      { state: 'HELD', count: 1 },
      { state: 'RELEASED', count: 2 },
    ]);
  });

  test('is not passed over when the graph does not answer', async () => {
    await hub.submit('SHEET', [{ sheetNo: 'S1', projectCode: 'P1' }]);
    await hub.tick();
    await expect(followAwaited(hub.room, { ...awaited, ledger: 'nobody' }, resubmit)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(await positionOf(hub.room, 'awaited SHEET')).toBe(0);
  });
});

/** A sheet that becomes a fact without a submission that could be followed. */
const writtenUnseen = (sheetNo: string) =>
  hub.room.write(hubCaller('tests'), (db) =>
    hub.room.writer(sheets.fact).write(
      db,
      [
        {
          content: { sheetNo, projectCode: null, secret: null, text: null },
          occurredAt: NOW,
          sourceVersion: 1n,
          withdrawn: false,
        },
      ],
      {
        sourceSystem: 'a',
        receiptId: '019c0000-0000-7000-8000-000000000001',
        receivedAt: NOW,
        assurance: 'UNSIGNED',
      },
    ),
  );

const scope = (projectCode: string) =>
  hub.room.write(hubCaller('tests'), (db) =>
    writeProjectScope(db, 'notes', [
      { projectCode, kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450103', version: 1 },
    ]),
  );

const numbered = (count: number, sheetNo: string) =>
  Array.from({ length: count }, (_, nth) => ({ remarkNo: `R${nth}`, sheetNo }));

/** Orders and releases until nothing is left. @returns how many steps that took */
async function release(): Promise<number> {
  for (let steps = 0; steps < 20; steps++) {
    await hub.tick();
    if ((await releaseHeld(hub.room, resubmit)) === 0) return steps;
  }
  throw new Error('the release does not come to an end');
}

const states = () =>
  hub.rows<{ state: string; count: number }>(
    'select state, count(*)::int as count from notes.held_record group by state order by state',
  );
