import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import { department, type OrderRoom, orderRoom, vendor } from './support/order-room.ts';

let hub: OrderRoom;
beforeAll(async () => {
  hub = await orderRoom();
  await hub.room.write(hubCaller('tests'), (db) =>
    writeProjectScope(db, 'notes', [
      { projectCode: 'N1', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450103', version: 1 },
      { projectCode: 'G1', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450305', version: 1 },
    ]),
  );
}, 120_000);
afterAll(() => hub.close());

beforeEach(async () => {
  const tables = ['leaf', 'sequenced', 'held_record', 'submission', 'submission_key', 'sheet', 'remark'];
  await hub.rows(`truncate ${tables.map((name) => `notes.${name}`).join(', ')}`);
});

describe('A receipt', () => {
  const RECEIPT = `query Receipt($id: ID!) { ledgers { notes { submission(receipt: $id) {
    id idempotencyKey sourceSystem contentDigest mode dryRun replayed isStored submitted accepted held rejected
    verdicts { index outcome code recordId version path message warnings heldUntil } } } } }`;

  test('can be asked for later, as it was given', async () => {
    const given = await hub.submit('SHEET', [{ sheetNo: 'A' }, {}, { sheetNo: 'B', projectCode: 'X' }]);
    const { submission } = await ask(vendor('a'), RECEIPT, { id: given.id });
    expect(submission).toMatchObject({
      id: given.id,
      idempotencyKey: given.idempotencyKey,
      contentDigest: given.contentDigest,
      isStored: true,
      replayed: false,
      submitted: 3,
      accepted: 1,
      held: 1,
      rejected: 1,
      verdicts: [
        { outcome: 'ACCEPTED', recordId: given.verdicts[0]!.recordId, version: 1 },
        { outcome: 'REJECTED', code: 'VALUE_MISSING', path: 'sheetNo', recordId: null },
        { outcome: 'HELD', code: 'PROJECT_UNKNOWN', message: expect.stringMatching(/\p{Script=Han}/u) },
      ],
    });
  });

  test('is for its own client only, whatever else the other may read', async () => {
    const { id } = await hub.submit('SHEET', [{ sheetNo: 'A' }]);
    const others = [
      vendor('b'),
      { ...vendor('a'), person: 'p' },
      department('000000', 'change:read', 'doubtful:read'),
    ];
    for (const other of others) expect((await ask(other, RECEIPT, { id })).submission).toBeNull();
    for (const wrong of [randomUUID(), 'x', ''])
      expect((await ask(vendor('a'), RECEIPT, { id: wrong })).submission).toBeNull();
  });
});

describe('The own submissions', () => {
  const LIST = `query List($filter: SubmissionFilter, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    ledgers { notes { mySubmissions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount nodes { id dataset submitted accepted rejected } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
  const listed = async (variables: Record<string, unknown>) =>
    (await ask(vendor('a'), LIST, variables)).mySubmissions as {
      totalCount: number;
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
    };

  test('are listed the newest first, in pages in both directions', async () => {
    const ids: string[] = [];
    for (let day = 1; day <= 7; day++) ids.unshift(await submittedOn(day, [{ sheetNo: `S${day}` }]));
    await hub.submit('SHEET', [{ sheetNo: 'of another' }], vendor('b'));
    const forwards: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof listed>> = await listed({ first: 3, after });
      forwards.push(...page.nodes.map(({ id }) => id));
      expect(page.totalCount).toBe(7);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(forwards).toEqual(ids);
    const end = await listed({ last: 3 });
    expect(end.nodes.map(({ id }) => id)).toEqual(ids.slice(4));
    const before = await listed({ last: 3, before: end.pageInfo.startCursor });
    expect(before.nodes.map(({ id }) => id)).toEqual(ids.slice(1, 4));
  });

  test('are narrowed by day, dataset, source, key and whether something went wrong', async () => {
    const good = await submittedOn(1, [{ sheetNo: 'A' }]);
    const bad = await submittedOn(2, [{}]);
    const remark = (await hub.submit('REMARK', [{ remarkNo: 'R', sheetNo: 'A' }])).id;
    const of = async (filter: Record<string, unknown>) =>
      (await listed({ filter })).nodes.map(({ id }) => id);
    expect(await of({ from: '2026-02-02', to: '2026-02-02' })).toEqual([bad]);
    expect(await of({ to: '2026-02-01' })).toEqual([good]);
    expect(await of({ dataset: 'REMARK' })).toEqual([remark]);
    expect(await of({ hasTrouble: true })).toEqual([bad]);
    expect(await of({ sourceSystem: 'b' })).toEqual([]);
    expect(await of({ idempotencyKey: 'none' })).toEqual([]);
  });
});

describe('The figures of the own submissions', () => {
  const FIGURES = `query Figures($from: Date!, $to: Date!, $by: [SubmissionDimension!]!) { ledgers { notes {
    submissionFigures(from: $from, to: $to, by: $by) { day dataset outcome code device count } } } }`;
  const figures = async (by: string[], from = '2026-02-01', to = '2026-02-28') =>
    ((await ask(vendor('a'), FIGURES, { from, to, by })).submissionFigures as Record<string, unknown>[]).map(
      (one) => Object.values(one).filter((value) => value !== null),
    );

  test('are counted by day, verdict, code and device, in any combination', async () => {
    await submittedOn(1, [{ sheetNo: 'A', text: 'gate 1' }, { sheetNo: 'B', text: 'gate 2' }, {}]);
    await submittedOn(2, [
      { sheetNo: 'A', text: 'gate 1' },
      { sheetNo: 'C', projectCode: 'X', text: 'gate 1' },
    ]);
    await hub.submit('SHEET', [{ sheetNo: 'of another' }], vendor('b'));
    expect(await figures([])).toEqual([[5]]);
    expect(await figures(['DAY'])).toEqual([
      ['2026-02-01', 3],
      ['2026-02-02', 2],
    ]);
    expect(await figures(['OUTCOME', 'CODE'])).toEqual([
      ['ACCEPTED', 'ACCEPTED', 2],
      ['DUPLICATE', 'ALREADY_RECORDED', 1],
      ['HELD', 'PROJECT_UNKNOWN', 1],
      ['REJECTED', 'VALUE_MISSING', 1],
    ]);
    expect(await figures(['DEVICE', 'DAY'])).toEqual([
      ['2026-02-01', 'gate 1', 1],
      ['2026-02-02', 'gate 1', 2],
      ['2026-02-01', 'gate 2', 1],
      ['2026-02-01', 1],
    ]);
    expect(await figures(['DATASET'], '2026-02-02', '2026-02-02')).toEqual([['SHEET', 2]]);
    expect(await figures([], '2026-02-03', '2026-02-03')).toEqual([[0]]);
  });

  test.each([
    ['2026-01-01', '2026-04-03'],
    ['2026-02-02', '2026-02-01'],
  ])('are refused from %s to %s', async (from, to) => {
    await expect(figures(['DAY'], from, to)).rejects.toThrow(/period|before/);
  });
});

describe('Held records', () => {
  const HELD = `query Held($filter: HeldRecordFilter, $first: Int) { ledgers { notes { heldRecords(filter: $filter, first: $first) {
    totalCount nodes { id dataset code path waitsFor state receiptId place projectCode message remedy heldUntil } pageInfo { hasNextPage } } } } }`;
  const held = async (caller: Caller, filter?: Record<string, unknown>) =>
    (await ask(caller, HELD, { filter })).heldRecords as {
      totalCount: number;
      nodes: Record<string, unknown>[];
    };

  test('tell their sender why and for what they wait', async () => {
    const { id } = await hub.submit('REMARK', [{ remarkNo: 'ok' }, { remarkNo: 'R', sheetNo: 'S' }]);
    expect(await held(vendor('a'))).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          dataset: 'REMARK',
          code: 'CREW_UNKNOWN',
          path: 'sheetNo',
          waitsFor: 'sheet',
          state: 'HELD',
          receiptId: id,
          place: 1,
          heldUntil: '2026-03-31T08:00:00+08:00',
        },
      ],
    });
    expect(await held(vendor('b'))).toMatchObject({ totalCount: 0, nodes: [] });
  });

  test('are seen by whoever reads doubtful data, for the projects of their row scope only', async () => {
    await heldFor('N1');
    await heldFor('G1');
    await heldFor('nowhere');
    const projects = async (caller: Caller) =>
      (await held(caller)).nodes.map(({ projectCode }) => projectCode).sort();
    expect(await projects(vendor('a'))).toEqual(['G1', 'N1', 'nowhere']);
    expect(await projects(department('450100', 'doubtful:read'))).toEqual(['N1']);
    expect(await projects(department('000000', 'doubtful:read'))).toEqual(['G1', 'N1']);
    expect(await projects(department('000000'))).toEqual([]);
  });

  test('are narrowed by what is asked for, and settled ones are shown on request', async () => {
    const first = await hub.submit('REMARK', [{ remarkNo: 'R', sheetNo: 'S' }]);
    await hub.submit('SHEET', [{ sheetNo: 'A', projectCode: 'X' }]);
    await hub.submit('REMARK', [{ remarkNo: 'R', sheetNo: 'T' }]);
    const found = async (filter?: Record<string, unknown>) => (await held(vendor('a'), filter)).nodes.length;
    expect(await found()).toBe(2);
    expect(await found({ state: null })).toBe(3);
    expect(await found({ state: 'REPLACED' })).toBe(1);
    expect(await found({ state: null, receiptId: first.id })).toBe(1);
    expect(await found({ receiptId: 'no id' })).toBe(0);
    expect(await found({ code: 'PROJECT_UNKNOWN' })).toBe(1);
    expect(await found({ projectCode: 'X', dataset: 'SHEET' })).toBe(1);
    expect(await found({ dueBefore: '2026-03-30T00:00:00+08:00' })).toBe(0);
    expect(await found({ dueBefore: '2026-04-01T00:00:00+08:00' })).toBe(2);
  });
});

describe('A dataset that the ledger has not', () => {
  const named = (field: string, inside: string) =>
    [
      field,
      `query Named($dataset: String) { ledgers { notes { ${field}(filter: { dataset: $dataset }) { ${inside} } } } }`,
    ] as const;
  const questions = [
    named('mySubmissions', 'totalCount'),
    named('heldRecords', 'totalCount'),
    named('sourceFreshness', 'dataset'),
  ];
  const told = async (query: string, dataset: string | null, caller = vendor('a')) =>
    (await hub.room.graph().execute(query, { dataset }, caller)).errors ?? [];

  test.each(questions)('is refused to %s, which tells what there is', async (_field, query) => {
    for (const name of ['NOPE', 'sheet', ''])
      for (const caller of [vendor('a'), department('000000', 'change:read', 'doubtful:read')])
        expect(await told(query, name, caller)).toMatchObject([
          {
            extensions: {
              code: 'VALUE_REFUSED',
              field: ['filter', 'dataset'],
              expected: 'one of SHEET, REMARK, PLAN',
              came: 'another name',
            },
          },
        ]);
    for (const name of ['PLAN', null]) expect(await told(query, name)).toEqual([]);
  });

  test('is refused also to who asks for the freshness of another organisation', async () => {
    const query =
      '{ ledgers { notes { sourceFreshness(filter: { dataset: "NOPE", organisation: "x" }) { dataset } } } }';
    expect(await told(query, null)).toMatchObject([{ extensions: { code: 'VALUE_REFUSED' } }]);
  });
});

/** What the graph answers of this room's ledger. */
async function ask(
  caller: Caller,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { data, errors } = await hub.room.graph().execute(query, variables, caller);
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return (data as { ledgers: { notes: Record<string, unknown> } }).ledgers.notes;
}

/** A submission that the hub received on this day of February. @returns its receipt's id */
async function submittedOn(day: number, records: readonly Record<string, unknown>[]): Promise<string> {
  const { id } = await hub.submit('SHEET', records);
  const at = `2026-02-${String(day).padStart(2, '0')}T00:30:00+08:00`;
  await hub.rows('update notes.submission set received_at = $2 where receipt_id = $1', [id, at]);
  return id;
}

/** A record of a project that is held: the project comes to be known only afterwards. */
async function heldFor(projectCode: string): Promise<void> {
  await hub.submit('SHEET', [
    { sheetNo: `held ${projectCode}`.replace(' ', '-'), projectCode: `X${projectCode}` },
  ]);
  await hub.rows('update notes.held_record set project_code = $1, reached = true where project_code = $2', [
    projectCode,
    `X${projectCode}`,
  ]);
}
