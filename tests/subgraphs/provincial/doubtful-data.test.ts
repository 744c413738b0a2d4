import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Caller } from '../../../kernel/caller.ts';
import { verifyChain } from '../../../subgraphs/provincial/doubtful-data/rules/move.ts';
import {
  callerOf,
  city,
  HISTORY,
  housingOfA,
  INGEST,
  MONDAY,
  nation,
  newCase,
  openProvince,
  type Province,
  record,
  stepDocument,
} from './doubtful-data-support.ts';

const REASON = '现场核查班组花名册，此人未登记属实。';
const EVIDENCE = [{ title: '花名册', digest: 'a'.repeat(64) }];

let province: Province;
beforeAll(async () => {
  province = await openProvince();
});
afterAll(() => province.close());

const take = (caller: Caller, name: string, caseId: string, expectedVersion: number, more: object = {}) =>
  province.ask(caller, stepDocument(name), { input: { caseId, expectedVersion, ...more } });
const ingest = (records: readonly object[], caller = nation, source = 'national-platform') =>
  province.ask(caller, INGEST, { batch: { source, batchNo: 'B-1', records } });
const at = (time: string) => {
  province.clock.at = new Date(time);
};

/** A case that has come as far as its verification. */
async function verifying(externalNo: string): Promise<string> {
  const id = await newCase(province, externalNo);
  await take(city, 'receiveDoubtfulData', id, 1);
  await take(city, 'assignDoubtfulData', id, 2);
  await take(housingOfA, 'startVerification', id, 3);
  return id;
}

describe('A handed-down batch', () => {
  test('becomes cases at the place of their projects, with the day to receive them by', async () => {
    const taken = await ingest([record('P-1'), record('P-2', { projectCode: 'B' })]);
    expect(taken).toMatchObject({ submitted: 2, accepted: 2, duplicates: 0, rejected: 0 });
    const found = await province.ask(
      city,
      'query ($id: ID!) { doubtfulDataCase(id: $id) { state sector divisionCode dueOn dueBasis batchNo suggestedAssignee } }',
      { id: taken.answers[1].caseId },
    );
    expect(found).toEqual({
      state: 'ISSUED',
      sector: 'WATER',
      divisionCode: '450105',
      dueOn: '2026-03-03',
      dueBasis: 'CONFIGURED',
      batchNo: 'B-1',
      suggestedAssignee: '450105-water',
    });
  });

  test('again is known, record by record; other content under a known number is rejected', async () => {
    const first = await ingest([record('R-1')]);
    const second = await ingest([
      record('R-1', { bankCode: null }),
      record('R-1', { detail: '另一内容。' }),
      record('R-2'),
    ]);
    expect(second.answers).toMatchObject([
      { outcome: 'DUPLICATE', code: 'ALREADY_RECORDED', caseId: first.answers[0].caseId },
      { outcome: 'REJECTED', code: 'EXTERNAL_NO_REUSED', field: 'externalNo', caseId: null },
      { outcome: 'ACCEPTED', code: 'ACCEPTED' },
    ]);
  });

  test('that is resent after the case moved on leaves the case where it stands', async () => {
    const id = await newCase(province, 'R-3');
    await take(city, 'receiveDoubtfulData', id, 1);
    expect((await ingest([record('R-3')])).duplicates).toBe(1);
    const { state } = await province.ask(city, 'query ($id: ID!) { doubtfulDataCase(id: $id) { state } }', {
      id,
    });
    expect(state).toBe('RECEIVED');
  });

  test('twice in one batch is one case', async () => {
    const { answers } = await ingest([record('T-1'), record('T-1')]);
    expect(answers.map((one: { outcome: string }) => one.outcome)).toEqual(['ACCEPTED', 'DUPLICATE']);
    expect(answers[0].caseId).toBe(answers[1].caseId);
  });

  test('sent twenty times at once is one case', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => ingest([record('S-1')])));
    expect(all.map(({ accepted }) => accepted).sort()).toEqual([...Array(19).fill(0), 1]);
    expect(new Set(all.map(({ answers }) => answers[0].caseId)).size).toBe(1);
  });

  test('about a project nobody knows is kept where it says it belongs, and needs to say so', async () => {
    const unknown = { projectCode: 'NOBODY-KNOWS' };
    const { answers } = await ingest([
      record('U-1', { ...unknown, divisionCode: '450103', sector: 'HOUSING' }),
      record('U-2', unknown),
      record('U-3', { ...unknown, divisionCode: '450103' }),
    ]);
    expect(answers).toMatchObject([
      { outcome: 'ACCEPTED' },
      { code: 'VALUE_MISSING', field: 'divisionCode' },
      { code: 'VALUE_MISSING', field: 'sector' },
    ]);
  });

  test.each([
    ['no number', { externalNo: null }, 'VALUE_MISSING', 'externalNo'],
    ['a number that is none', { externalNo: 17 }, 'VALUE_MALFORMED', 'externalNo'],
    ['an unknown kind', { kindCode: 'YD-99' }, 'CODE_UNKNOWN', 'kindCode'],
    ['no detail', { detail: ' ' }, 'VALUE_MISSING', 'detail'],
    ['NUL in the detail', { detail: '内容\u0000' }, 'CHARACTER_FORBIDDEN', 'detail'],
    ['a bidirectional mark', { detail: '内容\u202e甲' }, 'CHARACTER_FORBIDDEN', 'detail'],
    ['a detail beyond measure', { detail: '疑'.repeat(2_001) }, 'VALUE_TOO_LONG', 'detail'],
    ['a day that does not exist', { issuedOn: '2026-02-30' }, 'DATE_MALFORMED', 'issuedOn'],
    ['a day to come', { issuedOn: '2026-03-03' }, 'DATE_IN_FUTURE', 'issuedOn'],
    ['a limit before the issue', { dueOn: '2026-03-01' }, 'PERIOD_REVERSED', 'dueOn'],
    ['a division that is none', { divisionCode: '4501' }, 'DIVISION_UNKNOWN', 'divisionCode'],
    ['a division elsewhere', { divisionCode: '110101' }, 'OUTSIDE_JURISDICTION', 'divisionCode'],
    ['a sector that is none', { sector: 'SPACE' }, 'CODE_UNKNOWN', 'sector'],
    ['a worker by name', { workerId: '林某' }, 'VALUE_MALFORMED', 'workerId'],
    ['a digest that is none', { evidenceDigest: 'abc' }, 'VALUE_MALFORMED', 'evidenceDigest'],
  ])('rejects a record with %s and takes the one beside it', async (what, more, code, field) => {
    const { answers } = await ingest([record(`X-${what}`, more), record(`good beside ${what}`)]);
    expect(answers).toMatchObject([
      { outcome: 'REJECTED', code, field, caseId: null },
      { outcome: 'ACCEPTED' },
    ]);
  });

  test('of more than 500 records, of a nameless source or without a number is refused whole', async () => {
    const refused = async (batch: object) =>
      (await province.errors(nation, INGEST, { batch }))[0]?.extensions?.code;
    const many = Array.from({ length: 501 }, (_, n) => record(`M-${n}`));
    expect(await refused({ source: 'nation', batchNo: '1', records: many })).toBe('TOO_MANY_RECORDS');
    expect(await refused({ source: '国', batchNo: '1', records: [] })).toBe('SOURCE_MALFORMED');
    expect(await refused({ source: 'nation', batchNo: '', records: [] })).toBe('BATCH_NO_MALFORMED');
  });

  test('in the name of the hub is the hub’s alone', async () => {
    expect(await ingest([record('H-1')], nation, 'HUB')).toMatchObject({ __typename: 'OutsideJurisdiction' });
  });

  test('of 500 records is taken in one call', async () => {
    const taken = await ingest(Array.from({ length: 500 }, (_, n) => record(`L-${n}`)));
    expect(taken.accepted).toBe(500);
  });
});

describe('A case from hand-down to conclusion', () => {
  test('passes through the hands it should, and each step is told', async () => {
    const id = await newCase(province, 'W-1');
    const received = await take(city, 'receiveDoubtfulData', id, 1);
    // Five working days from a Monday.
    expect(received.case).toMatchObject({
      version: 2,
      state: 'RECEIVED',
      dueOn: '2026-03-09',
      allowedActions: ['ASSIGN', 'RETURN'],
    });
    const assigned = await take(city, 'assignDoubtfulData', id, 2);
    expect(assigned.case).toMatchObject({
      version: 3,
      state: 'ASSIGNED',
      assignee: '450103-housing',
      dueOn: '2026-03-09',
    });
    const started = await take(housingOfA, 'startVerification', id, 3);
    expect(started.case).toMatchObject({
      state: 'VERIFYING',
      allowedActions: ['CONCLUDE_VERIFICATION', 'RETURN'],
    });
    at('2026-03-04T10:00:00+08:00');
    const concluded = await take(housingOfA, 'concludeVerification', id, 4, {
      result: 'TRUE',
      reason: REASON,
      evidence: EVIDENCE,
    });
    expect(concluded).toMatchObject({
      __typename: 'DoubtfulDataMoved',
      case: {
        version: 5,
        state: 'CONCLUDED',
        verificationResult: 'TRUE',
        dueOn: '2026-03-18',
        allowedActions: [],
      },
      move: {
        sequence: 5,
        event: 'CONCLUDE_VERIFICATION',
        from: 'VERIFYING',
        to: 'CONCLUDED',
        attestation: 'ATTESTED_BY_HUB',
      },
    });
    at(MONDAY);
  });

  test('a limit that the source states stands through all steps', async () => {
    const id = await newCase(province, 'W-2', { dueOn: '2026-03-31' });
    const { case: received } = await take(city, 'receiveDoubtfulData', id, 1);
    expect(received).toMatchObject({ dueOn: '2026-03-31', dueBasis: 'SOURCE' });
    const { case: assigned } = await take(city, 'assignDoubtfulData', id, 2);
    expect(assigned.dueOn).toBe('2026-03-31');
  });

  test('its assignee sends it back, and human resources give it to another', async () => {
    const id = await verifying('W-3');
    const returned = await take(housingOfA, 'returnDoubtfulData', id, 4, {
      reason: '该项目已移交江南区住建局管理。',
    });
    expect(returned.case).toMatchObject({ state: 'RECEIVED', assignee: null });
    const again = await take(city, 'assignDoubtfulData', id, 5, { assignee: '450100-housing' });
    expect(again.case).toMatchObject({ state: 'ASSIGNED', assignee: '450100-housing' });
    const other = await take(city, 'reassignDoubtfulData', id, 6, {
      assignee: '450103-hr',
      reason: '住建部门回避，改由人社核实。',
    });
    expect(other.case).toMatchObject({ state: 'ASSIGNED', assignee: '450103-hr' });
    expect((await take(callerOf('county-hr'), 'startVerification', id, 7)).case.state).toBe('VERIFYING');
  });

  test('human resources send a case back to where it was issued, for another to receive', async () => {
    const id = await newCase(province, 'W-4');
    await take(city, 'receiveDoubtfulData', id, 1);
    const returned = await take(city, 'returnDoubtfulData', id, 2, {
      reason: '应由自治区人社厅直接签收办理。',
    });
    expect(returned.case).toMatchObject({ state: 'ISSUED', dueOn: '2026-03-03' });
    expect((await take(callerOf('province-hr'), 'receiveDoubtfulData', id, 3)).case.state).toBe('RECEIVED');
  });

  test('a bank sees and verifies what is assigned to it, and nothing else', async () => {
    const id = await newCase(province, 'W-5', { kindCode: 'YD-09', bankCode: '102' });
    const other = await newCase(province, 'W-6', { kindCode: 'YD-09', bankCode: '103' });
    for (const one of [id, other]) {
      await take(city, 'receiveDoubtfulData', one, 1);
      await take(city, 'assignDoubtfulData', one, 2);
    }
    const bank = callerOf('bank', undefined, { bank: '102' });
    const { nodes } = await province.ask(bank, '{ doubtfulDataCases { nodes { externalNo } } }');
    expect(nodes).toEqual([{ externalNo: 'W-5' }]);
    expect((await take(bank, 'startVerification', id, 3)).case.state).toBe('VERIFYING');
    expect((await take(bank, 'startVerification', other, 3)).__typename).toBe('NothingFound');
  });
});

describe('A step is refused', () => {
  test('from a state that does not lead there, naming what does', async () => {
    const id = await newCase(province, 'F-1');
    expect(await take(city, 'assignDoubtfulData', id, 1)).toEqual({
      __typename: 'TransitionRefused',
      code: 'TRANSITION_REFUSED',
      state: 'ISSUED',
      requested: 'ASSIGN',
      allowed: ['RECEIVE'],
    });
  });

  test('to who may read the case but not decide it, and a case out of sight is not there', async () => {
    const id = await newCase(province, 'F-2');
    const outside = {
      __typename: 'OutsideJurisdiction',
      code: 'OUTSIDE_JURISDICTION',
      division: '450103',
      sector: null,
    };
    expect(await take(housingOfA, 'receiveDoubtfulData', id, 1)).toEqual(outside);
    expect(await take(callerOf('county-hr'), 'receiveDoubtfulData', id, 1)).toEqual(outside);
    for (const stranger of [
      callerOf('city-hr', ['450200']),
      callerOf('province-water'),
      callerOf('yunnan-housing'),
    ])
      expect(await take(stranger, 'receiveDoubtfulData', id, 1)).toMatchObject({
        __typename: 'NothingFound',
      });
    expect(await take(city, 'receiveDoubtfulData', 'not an id', 1)).toMatchObject({
      __typename: 'NothingFound',
    });
  });

  test('to another than the assignee: the level above is another organisation as well', async () => {
    const id = await newCase(province, 'F-3');
    await take(city, 'receiveDoubtfulData', id, 1);
    await take(city, 'assignDoubtfulData', id, 2);
    for (const other of [city, callerOf('province-housing'), callerOf('county-hr')])
      expect(await take(other, 'startVerification', id, 3)).toEqual({
        __typename: 'NotTheAssignee',
        code: 'NOT_THE_ASSIGNEE',
        assignee: '450103-housing',
      });
  });

  test('for a reason under ten characters, blanks not counted, and without evidence', async () => {
    const id = await verifying('F-4');
    const conclude = (reason: string, evidence: object[]) =>
      take(housingOfA, 'concludeVerification', id, 4, { result: 'UNTRUE', reason, evidence });
    const tooShort = { __typename: 'ReasonTooShort', code: 'REASON_TOO_SHORT', minimum: 10 };
    expect(await conclude('一二三四五六七八九', EVIDENCE)).toEqual(tooShort);
    expect(await conclude('一 二 三 四 五 六 七 八 九   ', EVIDENCE)).toEqual(tooShort);
    expect(await conclude(REASON, [])).toMatchObject({
      __typename: 'EvidenceMissing',
      missing: ['核实材料'],
    });
    expect((await conclude('一二三四五六七八九十', EVIDENCE)).case.state).toBe('CONCLUDED');
  });

  test('with words that cannot be kept, and for an assignee who cannot see the case', async () => {
    const id = await newCase(province, 'F-5');
    await take(city, 'receiveDoubtfulData', id, 1);
    const code = async (name: string, more: object) =>
      (
        await province.errors(city, stepDocument(name), {
          input: { caseId: id, expectedVersion: 2, ...more },
        })
      )[0]?.extensions?.code;
    expect(await code('returnDoubtfulData', { reason: `一二三四五六七八九十\u0000` })).toBe(
      'REASON_MALFORMED',
    );
    expect(await code('assignDoubtfulData', { assignee: '450203-housing' })).toBe('ASSIGNEE_OUT_OF_REACH');
    expect(await code('assignDoubtfulData', { assignee: '450103-water' })).toBe('ASSIGNEE_OUT_OF_REACH');
    expect(await code('assignDoubtfulData', { assignee: '林某' })).toBe('ASSIGNEE_OUT_OF_REACH');
    await take(city, 'assignDoubtfulData', id, 2);
    const same = {
      caseId: id,
      expectedVersion: 3,
      assignee: '450103-housing',
      reason: '仍由原承办单位继续核实。',
    };
    const [error] = await province.errors(city, stepDocument('reassignDoubtfulData'), { input: same });
    expect(error?.extensions?.code).toBe('ASSIGNEE_UNCHANGED');
  });

  test('of two steps in one request tells each as it stood behind it', async () => {
    const id = await newCase(province, 'H-2');
    const told = '{ ... on DoubtfulDataMoved { case { history { moves { event } } } } }';
    const { first, second } = await province.askAll(
      city,
      `mutation ($first: ReceiveDoubtfulDataInput!, $second: AssignDoubtfulDataInput!) {
        first: receiveDoubtfulData(input: $first) ${told} second: assignDoubtfulData(input: $second) ${told} }`,
      { first: { caseId: id, expectedVersion: 1 }, second: { caseId: id, expectedVersion: 2 } },
    );
    const events = (one: typeof first) => one.case.history.moves.map(({ event }: { event: string }) => event);
    expect(events(first)).toEqual(['INGEST', 'RECEIVE']);
    expect(events(second)).toEqual(['INGEST', 'RECEIVE', 'ASSIGN']);
  });

  test('to all but one of ten officers who decide on the same version at once', async () => {
    const id = await newCase(province, 'F-6');
    const officers = Array.from({ length: 10 }, (_, n) => ({ ...city, person: `officer-${n}` }));
    const answers = await Promise.all(officers.map((officer) => take(officer, 'receiveDoubtfulData', id, 1)));
    const kinds = answers.map(({ __typename }) => __typename).sort();
    expect(kinds).toEqual([...Array(9).fill('ChangedByAnother'), 'DoubtfulDataMoved']);
    const refused = answers.find(({ __typename }) => __typename === 'ChangedByAnother');
    expect(refused).toMatchObject({ expectedVersion: 1, currentVersion: 2 });
    const { history } = await province.ask(city, HISTORY, { id });
    expect(history.moves).toHaveLength(2);
  });
});

describe('The chain of a case', () => {
  const chainOf = async (id: string, clear: readonly 'PERSONAL'[] = []) => {
    const { history } = await province.ask(city, HISTORY, { id }, clear);
    const keys = Object.fromEntries(
      history.keys.map((key: { id: string; publicKey: string }) => [key.id, key.publicKey]),
    );
    return { history, keys, moves: history.moves.map((move: object) => ({ ...move, caseId: id })) };
  };

  test('is checked without the hub, from what the graph shows to anyone', async () => {
    const id = await verifying('C-1');
    const { history, keys, moves } = await chainOf(id);
    expect(history.isIntact).toBe(true);
    expect(moves.map((move: { event: string }) => move.event)).toEqual([
      'INGEST',
      'RECEIVE',
      'ASSIGN',
      'START_VERIFICATION',
    ]);
    expect(moves[1]).toMatchObject({ person: '****', personSalt: null });
    expect(verifyChain(id, moves, keys)).toBeNull();
  });

  test.each([
    ['a reason', { reason: '改过的理由' }, 'HASH'],
    ['an organisation', { organisation: '别的单位' }, 'HASH'],
    ['a time', { at: '2026-03-01T09:00:00+08:00' }, 'HASH'],
    ['a place', { sequence: 7 }, 'ORDER'],
    ['a case', { caseId: 'another' }, 'CASE'],
    ['the one before', { previousHash: 'b'.repeat(64) }, 'PREVIOUS'],
    ['a signature', { signature: 'AAAA' }, 'SIGNATURE'],
    ['a key', { keyId: 'unknown' }, 'KEY_UNKNOWN'],
  ] as const)('shows where %s was changed', async (_what, change, why) => {
    const id = await newCase(province, `C-${why}-${Object.keys(change)[0]}`);
    await take(city, 'receiveDoubtfulData', id, 1);
    const { keys, moves } = await chainOf(id);
    const changed = moves.map((move: object, place: number) => (place === 1 ? { ...move, ...change } : move));
    expect(verifyChain(id, changed, keys)?.why).toBe(why);
  });

  test('shows a step that is missing, and names the person only by commitment', async () => {
    const id = await verifying('C-2');
    const { keys, moves } = await chainOf(id);
    expect(verifyChain(id, [...moves.slice(0, 1), ...moves.slice(2)], keys)).toEqual({
      sequence: 3,
      why: 'ORDER',
    });
    const { moves: clear } = await chainOf(id, ['PERSONAL']);
    expect(clear[1]).toMatchObject({ person: 'official-city-hr', personDigest: moves[1].personDigest });
  });

  test('cannot be rewritten by the running hub, and a rewritten one is told', async () => {
    const id = await verifying('C-3');
    const app = new Client({ connectionString: province.appUrl });
    await app.connect();
    await app.query(`select set_config('hub.writer', 'on', false)`);
    for (const statement of [
      'update provincial.doubtful_data_move set reason = reason',
      'delete from provincial.doubtful_data_move',
    ])
      await expect(app.query(statement)).rejects.toThrow('permission denied');
    await app.end();
    const owner = new Client({ connectionString: province.ownerUrl });
    await owner.connect();
    await owner.query(
      `update provincial.doubtful_data_move set organisation = '别的单位' where case_id = $1 and sequence = 2`,
      [id],
    );
    await owner.end();
    expect((await province.ask(city, HISTORY, { id })).history.isIntact).toBe(false);
  });
});

describe('Conclusions', () => {
  const RESULTS = `query ($after: Cursor, $first: Int!) { doubtfulDataResults(source: "order", after: $after, first: $first) {
    nextCursor hasMore results { externalNo result assignee concludedAt evidence { title } hash } } }`;

  test('are followed in order, each once, also past a transaction that is slow', async () => {
    const concluded: string[] = [];
    const conclude = async (externalNo: string) => {
      const batch = { source: 'order', batchNo: '1', records: [record(externalNo)] };
      const { answers } = await province.ask(nation, INGEST, { batch });
      const id = answers[0].caseId;
      await take(city, 'receiveDoubtfulData', id, 1);
      await take(city, 'assignDoubtfulData', id, 2);
      await take(housingOfA, 'startVerification', id, 3);
      await take(housingOfA, 'concludeVerification', id, 4, {
        result: 'PARTLY_TRUE',
        reason: REASON,
        evidence: EVIDENCE,
      });
      concluded.push(externalNo);
    };
    await conclude('O-1');
    // An open writer of another: what is concluded after it began waits until it is over.
    const slow = new Client({ connectionString: province.ownerUrl });
    await slow.connect();
    await slow.query('begin; select pg_current_xact_id()');
    await conclude('O-2');
    const followed: string[] = [];
    let after: string | null = null;
    const follow = async () => {
      for (let hasMore = true; hasMore; ) {
        const page = await province.ask(nation, RESULTS, { after, first: 1 });
        followed.push(...page.results.map((one: { externalNo: string }) => one.externalNo));
        ({ nextCursor: after, hasMore } = page);
      }
    };
    await follow();
    expect(followed).not.toContain('O-2');
    await slow.query('commit');
    await slow.end();
    await conclude('O-3');
    // Other suites on this server have writers of their own, for a moment.
    for (let tries = 0; followed.length < 3 && tries < 300; tries++) {
      await follow();
      if (followed.length < 3) await pause(50);
    }
    expect(followed).toEqual(concluded);
  });

  test('of another division are not told, and a cursor of elsewhere is refused', async () => {
    const stranger = callerOf('province-hr', ['530000']);
    expect((await province.ask(stranger, RESULTS, { first: 10 })).results).toEqual([]);
    const [error] = await province.errors(nation, RESULTS, { first: 10, after: 'elsewhere' });
    expect(error?.extensions?.code).toBe('CURSOR_INVALID');
  });
});
