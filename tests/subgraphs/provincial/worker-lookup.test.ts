import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withClient } from '../../../hub/database/connection.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { Session } from '../../../subgraphs/session.ts';
import { LOOKUPS_PER_MINUTE } from '../../../subgraphs/provincial/search/worker-lookup.ts';
import { card, type Hub, openHub, openSite, person, WORKER } from './submissions/support.ts';

const ELSEWHERE = '1991-02-03';
const UNKNOWN = '1995-06-07';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  expect(await hub.submit('submitMigrantWorkers', [{ ...person(ELSEWHERE), name: '覃示例' }])).toEqual([
    'ACCEPTED',
  ]);
  const entry = { projectCode: 'A', crewNo: '1', ...person(WORKER), enteredOn: '2026-01-01' };
  expect(await hub.submit('submitEngagements', [entry])).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const officer = (person: string, more: Partial<Caller> = {}): Caller => ({
  organisation: '示例区人社局',
  person,
  kind: 'DEPARTMENT',
  roles: [],
  scopes: ['worker:read', 'sensitive:clear'],
  sectors: ['HOUSING'],
  divisions: ['450103'],
  assurance: 'TOKEN',
  purpose: {
    basis: '保障农民工工资支付条例',
    caseNo: `案-${person}`,
    expiresAt: '2099-01-01T00:00:00+08:00',
  },
  ...more,
});
const auditor: Caller = {
  ...officer('auditor', { kind: 'AUDITOR', scopes: ['audit:read'], divisions: ['450000'] }),
  organisation: '审计机关',
};

const look = async (caller: Caller, documentNumber: string, documentType?: string) => {
  const { data, errors } = await hub.department.ask(
    caller,
    'query ($type: String!, $no: String!) { workerByDocument(documentType: $type, documentNumber: $no) { id } }',
    { variables: { type: documentType ?? '01', no: documentNumber } },
  );
  return errors ? errors[0]!.extensions!.code : (data!.workerByDocument as { id: string } | null);
};

const LOOKUPS = `query ($filter: WorkerLookupFilter, $first: Int) { workerLookups(filter: $filter, first: $first) {
  totalCount nodes { id at organisation person basis caseNo documentType { code } isFound workerId } } }`;
const lookups = async (filter: object, caller = auditor) => {
  const { data, errors } = await hub.department.ask(caller, LOOKUPS, { variables: { filter } });
  expect(errors).toBeUndefined();
  return data!.workerLookups as { totalCount: number; nodes: readonly Record<string, unknown>[] };
};

interface WalkedPage {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
}
const page = async (variables: object): Promise<WalkedPage> => {
  const { data, errors } = await hub.department.ask(
    auditor,
    `query ($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
      workerLookups(filter: { person: "walked" }, first: $first, after: $after, last: $last, before: $before) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    { variables: { ...variables } },
  );
  expect(errors).toBeUndefined();
  return data!.workerLookups as WalkedPage;
};

const asHub = new Map<string, Session>();
const database = () => {
  asHub.set('hub', new Session(hub.department.store.pool, hubCaller('tests'), null));
  return asHub.get('hub')!;
};

describe('A worker looked up by number', () => {
  test('is found by the number in full, also by its old form and in full-width characters', async () => {
    const found = await look(officer('finds'), card(WORKER));
    expect(found).toEqual({ id: expect.stringMatching(/^[\da-f-]{36}$/) });
    const wide = card(WORKER).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    expect(await look(officer('finds'), wide)).toEqual(found);
    expect(await lookups({ person: 'finds' })).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          organisation: '示例区人社局',
          person: 'finds',
          basis: '保障农民工工资支付条例',
          caseNo: '案-finds',
          documentType: { code: '01' },
          isFound: true,
          workerId: (found as { id: string }).id,
        },
        { isFound: true },
      ],
    });
    expect((await lookups({ workerId: (found as { id: string }).id })).totalCount).toBe(2);
  });

  test.each([
    ['nobody knows', UNKNOWN],
    ['is of a worker out of the caller’s reach', ELSEWHERE],
  ])(
    'is not found where the number %s; that is on record, too, without the number',
    async (_what, bornOn) => {
      expect(await look(officer(bornOn), card(bornOn))).toBeNull();
      const { nodes } = await lookups({ person: bornOn, isFound: false });
      expect(nodes).toMatchObject([{ isFound: false, workerId: null }]);
      const session = database();
      const rows = await session.rows(sql`select l::text as row from provincial.worker_lookup l`);
      await session.close();
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(card(bornOn));
    },
  );

  test('takes a purpose, and a number that can be one; nothing is looked up otherwise', async () => {
    const { purpose: _none, ...without } = officer('without');
    expect(await look(without, card(WORKER))).toBe('PURPOSE_REQUIRED');
    expect(await look(officer('without'), '450103198804050000')).toBe('DOCUMENT_NUMBER_INVALID');
    expect((await lookups({ person: 'without' })).totalCount).toBe(0);
  });

  test.each(['99', '1', '\u0000', 'ID card'])(
    'takes a kind of document that there is, not %j',
    async (kind) => {
      expect(await look(officer('without'), card(WORKER), kind)).toBe('VALUE_REFUSED');
      expect((await lookups({ person: 'without' })).totalCount).toBe(0);
    },
  );

  test('is not told when the look-up cannot be put on record', async () => {
    const purpose = { ...officer('unrecorded').purpose!, basis: 'a text \0 that no table takes' };
    const answer = await look(officer('unrecorded', { purpose }), card(WORKER));
    expect(typeof answer).toBe('string');
    expect((await lookups({ person: 'unrecorded' })).totalCount).toBe(0);
  });

  test('is refused beyond so many a minute for one caller, and for that one alone', async () => {
    const numbers = Array.from({ length: LOOKUPS_PER_MINUTE + 1 }, () =>
      look(officer('many'), card(UNKNOWN)),
    );
    const answers = await Promise.all(numbers);
    expect(answers.filter((one) => one === null)).toHaveLength(LOOKUPS_PER_MINUTE);
    expect(answers.filter((one) => one === 'LOOKUPS_EXCEEDED')).toHaveLength(1);
    expect(await look(officer('another'), card(UNKNOWN))).toBeNull();
    expect((await lookups({ person: 'many' })).totalCount).toBe(LOOKUPS_PER_MINUTE);
  });
});

describe('The record of look-ups', () => {
  test.each(['update provincial.worker_lookup set person = null', 'delete from provincial.worker_lookup'])(
    'cannot be changed by the hub: %s',
    async (statement) => {
      const session = database();
      await expect(session.write((db) => db.rows(sql.raw(statement)))).rejects.toThrow('permission denied');
    },
  );

  test('is read by an auditor whose divisions hold all of the caller’s', async () => {
    const at = (...divisions: string[]) => lookups({ person: 'finds' }, { ...auditor, divisions });
    expect((await at('450103')).totalCount).toBe(2);
    expect((await at('450100', '530000')).totalCount).toBe(2);
    expect((await at('450104')).totalCount).toBe(0);
    expect((await at('450102', '450104')).totalCount).toBe(0);
    expect((await at()).totalCount).toBe(0);
  });

  test('is read by whoever may read the audit, and by nobody else', async () => {
    const other = { ...auditor, scopes: [] };
    expect((await lookups({}, other)).totalCount).toBe(0);
  });

  test('is walked both ways, each look-up once, also where several fell into one millisecond', async () => {
    const ids = Array.from({ length: 7 }, (_, at) => `0197a3c2-5f00-7000-8000-00000000010${at}`);
    await withClient(hub.department.ownerUrl, async (owner) => {
      for (const [at, id] of ids.entries())
        await owner.query(
          `insert into provincial.worker_lookup (id, looked_up_at, client, organisation, person, divisions, basis, case_no,
             request_id, document_type, number_index)
           values ($1, $2, 'walked', '示例区人社局', 'walked', '{450103}', '依据', '案', 'r', '01', decode(repeat('00', 32), 'hex'))`,
          [id, `2026-02-01T00:00:00.12${at < 3 ? 3 : 4}${(at * 150) % 999}Z`],
        );
    });
    const walked: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo } = await page({ first: 2, after });
      walked.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(walked).toEqual([...ids].sort().toReversed());
    const back: string[] = [];
    for (let before: string | null = null; ; ) {
      const { nodes, pageInfo } = await page({ last: 2, before });
      back.unshift(...nodes.map(({ id }) => id));
      if (!pageInfo.hasPreviousPage) break;
      before = pageInfo.startCursor;
    }
    expect(back).toEqual(walked);
    // And so is what the database stamps itself.
    await look(officer('stamped'), card(UNKNOWN));
    const session = database();
    const finer = await session.rows(
      sql`select from provincial.worker_lookup where looked_up_at <> date_trunc('milliseconds', looked_up_at)`,
    );
    await session.close();
    expect(finer).toEqual([]);
  });

  test('is listed by case, organisation and day', async () => {
    expect((await lookups({ caseNo: '案-finds', organisation: '示例区人社局' })).totalCount).toBe(2);
    expect((await lookups({ caseNo: '案-finds', organisation: '别处' })).totalCount).toBe(0);
    expect((await lookups({ caseNo: '案-finds', to: '2020-01-01' })).totalCount).toBe(0);
    expect((await lookups({ workerId: 'not an id' })).totalCount).toBe(0);
  });
});
