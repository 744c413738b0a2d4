import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import { type ChangePage, type ChangeRequest, changes } from '../../ledger/order/changes.ts';
import { changeCursor } from '../../ledger/order/change-cursor.ts';
import { withdraw } from '../../ledger/submission/withdraw.ts';
import { department, NOW, type OrderRoom, orderRoom, vendor } from './support/order-room.ts';

let hub: OrderRoom;
beforeAll(async () => {
  hub = await orderRoom();
  await hub.room.write(hubCaller('tests'), (db) =>
    writeProjectScope(db, 'notes', [place('N1', '450103'), place('N2', '450103'), place('G1', '450305')]),
  );
}, 120_000);
afterAll(() => hub.close());

beforeEach(async () => {
  const tables = ['leaf', 'sequenced', 'held_record', 'submission', 'submission_key', 'sheet', 'remark'];
  await hub.rows(`truncate ${tables.map((name) => `notes.${name}`).join(', ')}`);
  await hub.rows(`update notes.sequencer set next_position = 0, below = '0'`);
});

const nanning = department('450100', 'change:read');
const everywhere = department('000000', 'change:read');

describe('The changes of a room', () => {
  test('are what became a fact, was corrected or withdrawn, each with its record and version', async () => {
    const first = await hub.submit('SHEET', [sheet('A', 'N1'), {}, sheet('B')]);
    const second = await hub.submit('SHEET', [
      { ...sheet('A', 'N1'), text: 'again', sourceVersion: NOW.getTime() + 1 },
      sheet('B'),
    ]);
    const id = first.verdicts[0]!.recordId!;
    await takeBack([{ dataset: 'SHEET', recordId: id }]);
    await hub.tick();
    const { nodes } = await page(everywhere);
    expect(nodes.map((one) => [one.position, one.index, one.outcome, one.version, one.projectCode])).toEqual([
      [0, 0, 'ACCEPTED', 1, 'N1'],
      [0, 2, 'ACCEPTED', 1, null],
      [1, 0, 'CORRECTED', 2, 'N1'],
      [2, 0, 'WITHDRAWN', 3, 'N1'],
    ]);
    expect(nodes[0]).toMatchObject({
      recordId: id,
      receiptId: first.id,
      dataset: 'SHEET',
      sourceSystem: 'a',
      recordedAt: NOW,
    });
    expect(nodes[2]).toMatchObject({ recordId: id, receiptId: second.id });
  });

  test('are read in pages of any size, the same each time and to the end', async () => {
    await someSubmissions(4, 7);
    const whole = (await page(everywhere, { first: 1_000 })).nodes;
    expect(whole).toHaveLength(28);
    for (const first of [1, 3, 7, 10, 27]) expect(await walked(everywhere, first)).toEqual(whole);
  });

  test('end with a cursor that goes on with what comes later, also from an empty page', async () => {
    const nothing = await page(everywhere);
    expect(nothing.pageInfo).toMatchObject({ hasNextPage: false, startCursor: null });
    await someSubmissions(1, 3);
    const some = await page(everywhere, { after: nothing.pageInfo.endCursor });
    expect(some.nodes).toHaveLength(3);
    const end = await page(everywhere, { after: some.pageInfo.endCursor });
    expect([end.nodes, end.pageInfo.hasNextPage, end.pageInfo.endCursor]).toEqual([
      [],
      false,
      some.pageInfo.endCursor,
    ]);
    await hub.submit('SHEET', [sheet('late')]);
    await hub.tick();
    expect((await page(everywhere, { after: end.pageInfo.endCursor })).nodes).toHaveLength(1);
    const far = changeCursor({ position: 1_000, index: 0 });
    expect(await page(everywhere, { after: far })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: far },
    });
  });

  test('say rightly whether more follows when a page ends exactly with the last one', async () => {
    await someSubmissions(2, 3);
    expect((await page(everywhere, { first: 6 })).pageInfo.hasNextPage).toBe(false);
    expect((await page(everywhere, { first: 5 })).pageInfo.hasNextPage).toBe(true);
    expect((await page(everywhere, { first: 3 })).pageInfo.hasNextPage).toBe(true);
  });

  test('of concurrent writers are neither skipped nor repeated by a reader who follows the cursor', async () => {
    let isWriting = true;
    const writers = Array.from({ length: 4 }, async (_, nth) => {
      for (let round = 0; round < 8; round++)
        await hub.submit(
          'SHEET',
          [sheet(`W${nth}-${round}a`), sheet(`W${nth}-${round}b`)],
          vendor(`w${nth}`),
        );
    });
    const sequencing = (async () => {
      while (isWriting) await hub.tick(3);
    })();
    const seen: string[] = [];
    let after: string | null = null;
    const read = async () => {
      const { nodes, pageInfo }: ChangePage = await page(everywhere, { after, first: 5 });
      seen.push(...nodes.map((one) => `${one.position}/${one.index}`));
      after = pageInfo.endCursor;
      return pageInfo.hasNextPage;
    };
    const reading = (async () => {
      while (isWriting) await read();
    })();
    await Promise.all(writers);
    isWriting = false;
    await Promise.all([sequencing, reading]);
    await hub.tick();
    while (await read());
    expect(seen).toEqual(Array.from({ length: 32 }, (_, at) => [`${at}/0`, `${at}/1`]).flat());
  });

  test('are cut to the row scope: own divisions, and facts without a project only for callers with a division', async () => {
    await hub.submit('SHEET', [sheet('A', 'N1'), sheet('B', 'G1'), sheet('C')]);
    await hub.submit('SHEET', [sheet('D', 'G1')]);
    await hub.tick();
    const seenBy = async (caller: Caller) => (await page(caller)).nodes.map(({ projectCode }) => projectCode);
    expect(await seenBy(nanning)).toEqual(['N1', null]);
    expect(await seenBy(everywhere)).toEqual(['N1', 'G1', null, 'G1']);
    const enterprise: Caller = { ...nanning, kind: 'ENTERPRISE', projects: ['G1'] };
    expect(await seenBy(enterprise)).toEqual(['G1', 'G1']);
    expect(await seenBy({ ...vendor('a'), scopes: ['change:read'] })).toEqual([]);
    // Without the scope not even the order's submissions are there to be opened.
    expect(await seenBy({ ...everywhere, scopes: [] })).toEqual([]);
  });

  test('of one dataset are found among others, in what withdrawals took as well', async () => {
    const { verdicts } = await hub.submit('SHEET', [sheet('A', 'N1')]);
    const { verdicts: remarks } = await hub.submit('REMARK', [{ remarkNo: 'R', sheetNo: 'A' }]);
    await takeBack([
      { dataset: 'SHEET', recordId: verdicts[0]!.recordId! },
      { dataset: 'REMARK', recordId: remarks[0]!.recordId! },
    ]);
    await hub.tick();
    const of = async (dataset: string) =>
      (await page(everywhere, { dataset })).nodes.map((one) => [one.position, one.outcome]);
    expect(await of('REMARK')).toEqual([
      [1, 'ACCEPTED'],
      [2, 'WITHDRAWN'],
    ]);
    expect(await of('SHEET')).toEqual([
      [0, 'ACCEPTED'],
      [2, 'WITHDRAWN'],
    ]);
    expect(await of('PLAN')).toEqual([]);
  });

  test('are given in short pages to a caller to whom most of them show nothing', async () => {
    // More submissions than one page looks at, as rows: only their order and their projects matter here.
    await hub.rows(`
      insert into notes.submission select gen_random_uuid(), 'a/', 'a', 'a', 'submitSheets', 'SHEET', 'k' || n, '\\x${'00'.repeat(32)}',
        'PARTIAL', 'UNSIGNED', now(), now(), 1, 1, 0, 0, 0, 0, '[]', '\\x00', '{G1}' from generate_series(1, 620) n`);
    await hub.rows(`
      insert into notes.leaf (receipt_id, hash, recorded_at) select receipt_id, '\\x${'00'.repeat(32)}', now() from notes.submission`);
    await hub.tick();
    await hub.submit('SHEET', [sheet('A', 'N1')]);
    await hub.tick();
    const enterprise: Caller = { ...nanning, kind: 'ENTERPRISE', projects: ['N1'] };
    const first = await page(enterprise);
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([0, true]);
    const second = await page(enterprise, { after: first.pageInfo.endCursor });
    expect([second.nodes.length, second.pageInfo.hasNextPage]).toEqual([1, false]);
  });

  test.each([
    [{ first: 0 }, 'PAGE_SIZE_INVALID'],
    [{ first: 1_001 }, 'PAGE_SIZE_INVALID'],
    [{ after: 'x' }, 'CURSOR_INVALID'],
    [{ after: Buffer.from('["changes","a",0]').toString('base64url') }, 'CURSOR_INVALID'],
    [{ dataset: 'NOPE' }, 'VALUE_REFUSED'],
    [{ dataset: 'sheet' }, 'VALUE_REFUSED'],
    [{ dataset: '' }, 'VALUE_REFUSED'],
  ])('are refused for %j', async (request, code) => {
    await expect(page(everywhere, request)).rejects.toMatchObject({ code });
  });
});

test('Who names a dataset that is none is told which there are', async () => {
  await expect(page(everywhere, { dataset: 'NOPE' })).rejects.toMatchObject({
    field: ['dataset'],
    expected: 'one of SHEET, REMARK, PLAN',
  });
});

const takeBack = (records: readonly { dataset: string; recordId: string }[]) =>
  withdraw(
    hub.room,
    { ...vendor('a'), kind: 'DEPARTMENT' },
    'withdrawNotesRecords',
    {
      idempotencyKey: randomUUID(),
      sourceSystem: 'a',
      // Later than what it takes back, since the sender's time orders what states no version.
      sentAt: new Date(NOW.getTime() + 60_000),
      mode: 'PARTIAL',
      dryRun: false,
    },
    { records, reason: 'stated by mistake' },
  );

const place = (projectCode: string, divisionCode: string) => ({
  projectCode,
  kind: 'HOUSING',
  sector: 'HOUSING',
  divisionCode,
  version: 1,
});

const sheet = (sheetNo: string, projectCode?: string) => ({ sheetNo, ...(projectCode && { projectCode }) });

async function someSubmissions(count: number, records: number): Promise<void> {
  for (let each = 0; each < count; each++)
    await hub.submit(
      'SHEET',
      Array.from({ length: records }, (_, nth) => sheet(`S${each}-${nth}`, 'N1')),
    );
  await hub.tick();
}

const page = (caller: Caller, request: ChangeRequest = {}): Promise<ChangePage> =>
  hub.asking(caller, (db) => changes(db, hub.room, request));

async function walked(caller: Caller, first: number) {
  const nodes: ChangePage['nodes'][number][] = [];
  for (let after: string | null = null; ; ) {
    const one: ChangePage = await page(caller, { after, first });
    nodes.push(...one.nodes);
    if (!one.pageInfo.hasNextPage) return nodes;
    after = one.pageInfo.endCursor;
  }
}
