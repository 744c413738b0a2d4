import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { departmentRefusals } from '../../../schema/refusals.ts';
import { document, envelope, fileParents, NOW, punch } from './support/parents.ts';
import { CANARY, PLANTED, repeated } from './support/planted.ts';
import { REFUSED_CALLS } from './support/refused-calls.ts';
import { CHINESE, ENGLISH, grown, openWatchedHub, type WatchedHub } from './support/watched-hub.ts';

let hub: WatchedHub;
beforeAll(async () => {
  hub = await openWatchedHub(NOW);
  await fileParents(hub);
}, 120_000);
afterAll(() => hub?.stop());

interface Refusal {
  readonly data?: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

describe('A call of /graphql is refused whole, in Chinese and in English, and nothing is stored:', () => {
  test.each(REFUSED_CALLS.map((one) => [one.what, one] as const))('%s', async (_what, one) => {
    const { role = 'vendor' } = one;
    const before = await hub.counts();
    const { status, text } = await hub.post('/graphql', one.body(), {
      'content-type': 'application/json',
      ...(role !== null && { authorization: `Bearer ${hub.tokens[role]}` }),
      ...one.headers,
    });
    const { data = null, errors } = JSON.parse(text) as Refusal;
    expect({ status, code: errors[0]!.extensions.code, data }).toEqual({
      status: one.status,
      code: one.code,
      data: null,
    });
    expect(errors[0]!.message).toMatch(ENGLISH);
    expect(errors[0]!.extensions.messageZh).toMatch(CHINESE);
    expect(repeated(text)).toEqual([]);
    expect(grown(before, await hub.counts())).toEqual({});
    await hub.expectAlive(PLANTED);
  });
});

describe('A key that was used', () => {
  const submit = (key: string, records: readonly object[]) =>
    hub.ask('vendor', document('submitAttendance'), { envelope: envelope({ idempotencyKey: key }), records });

  test('with the same content has the stored answer; with other content it is refused by the name of its receipt', async () => {
    const key = randomUUID();
    const first = await submit(key, [punch()]);
    expect(first.data.submitAttendance).toMatchObject({ accepted: 1, replayed: false });
    const before = await hub.counts();
    expect((await submit(key, [punch()])).data.submitAttendance).toEqual({
      ...first.data.submitAttendance,
      replayed: true,
    });
    const other = await submit(key, [punch({ direction: 'OUT', deviceNo: CANARY })]);
    expect(other).toMatchObject({ status: 200, data: null });
    expect(other.errors![0]!.extensions).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      expected: expect.stringContaining(first.data.submitAttendance.id),
      messageZh: expect.stringMatching(CHINESE),
    });
    expect(repeated(JSON.stringify(other))).toEqual([]);
    expect(grown(before, await hub.counts())).toEqual({});
  });

  test('at this moment is told to be sent again in a few seconds', async () => {
    const key = randomUUID();
    const { rows } = await hub.database.query<{ client: string }>(
      `select client from provincial.submission where operation = 'submitAttendance' limit 1`,
    );
    // As another process that works on the same submission would.
    const lock = `provincial ${rows[0]!.client} submitAttendance ${key}`;
    await hub.database.query('select pg_advisory_lock(hashtextextended($1, 0))', [lock]);
    const { data, errors } = await submit(key, [punch()]);
    await hub.database.query('select pg_advisory_unlock_all()');
    expect(data).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({
      code: 'SUBMISSION_IN_FLIGHT',
      remedy: expect.stringMatching(/again/),
      messageZh: expect.stringMatching(CHINESE),
    });
    expect((await submit(key, [punch()])).data.submitAttendance).toMatchObject({ duplicates: 1 });
  });
});

test('Every code with which a whole submission is refused is among these inputs', () => {
  const tried = new Set([
    ...REFUSED_CALLS.map(({ code }) => code),
    'IDEMPOTENCY_KEY_REUSED',
    'SUBMISSION_IN_FLIGHT',
  ]);
  const listed = Object.entries(departmentRefusals).filter(([, { group }]) => group === 'submission');
  expect(listed.map(([code]) => code).filter((code) => !tried.has(code))).toEqual([]);
});
