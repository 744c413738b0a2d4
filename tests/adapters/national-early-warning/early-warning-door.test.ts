import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../kernel/canonical-json.ts';
import { generateSm2KeyPair, readSm2PublicKey, sm2Verify } from '../../../kernel/crypto/sm2.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import {
  callerOf,
  city,
  housingOfA,
  stepDocument,
} from '../../subgraphs/provincial/doubtful-data-support.ts';
import { clientOf, doubt, NATION, NOW, type OpenDoor, openDoor, sealed } from './support.ts';

let door: OpenDoor;
beforeAll(async () => {
  door = await openDoor();
}, 60_000);
afterAll(() => door.close());

const handDown = (envelope: object) => door.post('doubtful', JSON.stringify(envelope));
const seal = (batchNo: string, records: readonly unknown[], more: object = {}) =>
  sealed(door, batchNo, records, more);
const cases = async (division?: string) => {
  const { data, errors } = await door.graph.execute(
    `query ($division: DivisionCode) { doubtfulDataCases(first: 200, filter: { division: $division }) { nodes {
      id version source externalNo batchNo state issuedOn dueOn dueBasis provenance { assurance } } totalCount } }`,
    { division },
    callerOf('province-hr'),
  );
  expect(errors).toBeUndefined();
  return data!.doubtfulDataCases as { nodes: Record<string, unknown>[]; totalCount: number };
};
const caseOf = async (externalNo: string) =>
  (await cases()).nodes.find((one) => one.externalNo === externalNo)!;

describe('A batch handed down', () => {
  test('becomes cases, and says how many', async () => {
    const { status, body } = await handDown(
      seal('B-1', [doubt('N-1'), doubt('N-2', { dueOn: '2026-03-20', issuedOn: '2026-03-01' })]),
    );
    expect(status).toBe(200);
    expect(body).toEqual({ batchNo: 'B-1', accepted: 2, rejected: [] });
    expect(await caseOf('N-1')).toMatchObject({
      source: 'source-nation-test',
      batchNo: 'B-1',
      state: 'ISSUED',
      issuedOn: '2026-03-02',
      dueBasis: 'CONFIGURED',
      provenance: { assurance: 'SENDER_SIGNED' },
    });
    expect(await caseOf('N-2')).toMatchObject({
      issuedOn: '2026-03-01',
      dueOn: '2026-03-20',
      dueBasis: 'SOURCE',
    });
  });

  test('that is half bad costs its bad half alone, each with code and field in the sender’s words', async () => {
    const { body } = await handDown(
      seal('B-2', [
        doubt('H-1'),
        doubt('H-2', { kindCode: 'YD-99' }),
        doubt('H-3', {}, { op: 'VOID' }),
        doubt('H-4', {}, { occurredAt: 'yesterday' }),
        doubt('', {}),
        'no record',
        doubt('H-5', { projectCode: 'UNKNOWN' }),
        doubt('H-6', { projectCode: 'UNKNOWN', divisionCode: '450105', sector: 'WATER' }),
      ]),
    );
    expect(body).toEqual({
      batchNo: 'B-2',
      accepted: 2,
      rejected: [
        { recordId: 'H-2', code: 'CODE_UNKNOWN', field: 'kindCode', reason: expect.any(String) },
        { recordId: 'H-3', code: 'OP_NOT_SUPPORTED', field: 'op', reason: expect.any(String) },
        { recordId: 'H-4', code: 'TIME_MALFORMED', field: 'occurredAt', reason: expect.any(String) },
        { recordId: null, code: 'VALUE_MISSING', field: 'recordId', reason: expect.any(String) },
        { recordId: null, code: 'VALUE_MALFORMED', field: null, reason: expect.any(String) },
        { recordId: 'H-5', code: 'VALUE_MISSING', field: 'divisionCode', reason: expect.any(String) },
      ],
    });
  });

  test('and sent again gets the same answer to the letter: as it was, signed anew, or long after', async () => {
    const records = [doubt('S-1'), doubt('S-2', { kindCode: 'none' })];
    const first = seal('B-3', records);
    const { text } = await handDown(first);
    const before = (await cases()).totalCount;
    expect((await handDown(first)).text).toBe(text);
    door.clock.at = new Date('2026-03-05T09:00:00+08:00');
    expect((await handDown(seal('B-3', records))).text).toBe(text);
    expect((await handDown(first)).text).toBe(text);
    door.clock.at = new Date(NOW);
    expect((await cases()).totalCount).toBe(before);
  });

  test('under a number that stands for other content is refused, and nothing of it is stored', async () => {
    await handDown(seal('B-4', [doubt('R-1')]));
    const { status, body } = await handDown(seal('B-4', [doubt('R-2')]));
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'BATCH_NO_REUSED' });
    expect(await caseOf('R-2')).toBeUndefined();
  });

  test('ten times at once is taken once', async () => {
    const records = Array.from({ length: 50 }, (_, n) => doubt(`T-${n}`));
    const before = (await cases()).totalCount;
    const all = await Promise.all(Array.from({ length: 10 }, () => handDown(seal('B-5', records))));
    expect(new Set(all.map(({ text }) => text))).toEqual(
      new Set(['{"batchNo":"B-5","accepted":50,"rejected":[]}']),
    );
    expect((await cases()).totalCount).toBe(before + 50);
  });

  test('known records under a new number are accepted as known', async () => {
    await handDown(seal('B-6', [doubt('K-1')]));
    const { body } = await handDown(seal('B-7', [doubt('K-1'), doubt('K-1', { detail: '另一内容。' })]));
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [{ recordId: 'K-1', code: 'EXTERNAL_NO_REUSED', field: 'recordId' }],
    });
  });

  test('signed by OpenSSL with a key of OpenSSL is believed', async () => {
    // Made with `openssl genpkey -algorithm SM2` and `openssl dgst -sm3 -sign … -sigopt distid:1234567812345678`.
    const sample = (name: string) => readFileSync(new URL(`./samples/${name}`, import.meta.url), 'utf8');
    door.clients.set('openssl-test', clientOf('openssl-test', sample('public-key.pem')));
    const { status, body } = await door.post('doubtful', sample('batch.json'));
    expect({ status, body }).toEqual({
      status: 200,
      body: { batchNo: 'OPENSSL-1', accepted: 1, rejected: [] },
    });
  });

  test('signed by another library is believed, whatever the order of its properties', async () => {
    const { sm2 } = createRequire(import.meta.url)('sm-crypto') as {
      sm2: {
        generateKeyPairHex(): { privateKey: string; publicKey: string };
        doSignature(message: string, key: string, options: object): string;
      };
    };
    const pair = sm2.generateKeyPairHex();
    const pem = readSm2PublicKey(Buffer.from(pair.publicKey, 'hex')).export({ type: 'spki', format: 'pem' });
    door.clients.set('other-library', clientOf('other-library', pem.toString()));
    const { signature: _own, ...unsigned } = seal('B-8', [doubt('L-1')], { systemCode: 'other-library' });
    const options = { hash: true, der: true, userId: '1234567812345678' };
    const hex = sm2.doSignature(canonicalJson(unsigned), pair.privateKey, options);
    const signature = Buffer.from(hex, 'hex').toString('base64');
    const backwards = Object.fromEntries(Object.entries({ ...unsigned, signature }).reverse());
    expect((await handDown(backwards)).body).toMatchObject({ accepted: 1 });
  });
});

describe('A batch is refused whole, with nothing stored,', () => {
  const refused = async (envelope: object, path = 'doubtful') => {
    const before = (await cases()).totalCount;
    const { status, body } = await door.post(path, JSON.stringify(envelope));
    expect((await cases()).totalCount).toBe(before);
    expect(body.reason).toMatch(/[\u4e00-\u9fff]/);
    return `${status} ${body.code}`;
  };
  const signatureInvalid = '401 SIGNATURE_INVALID';

  test('when a record was changed after signing, even with its digest', async () => {
    const changed = { ...seal('X-1', [doubt('X-1')]), records: [doubt('X-2')] };
    expect(await refused(changed)).toBe(signatureInvalid);
    expect(await refused({ ...changed, digest: sm3Hex(canonicalJson(changed.records)) })).toBe(
      signatureInvalid,
    );
  });

  test.each([
    ['batchNo', 'X-3'],
    ['sentAt', '2026-03-02T09:00:01+08:00'],
    ['extra', 'added'],
  ])('when its %s was changed or added after signing', async (name, value) => {
    expect(await refused({ ...seal('X-2', [doubt('X-3')]), [name]: value })).toBe(signatureInvalid);
  });

  test('when another key signed it, or nobody knows the sender: the answers are alike', async () => {
    const other = { ...door, key: generateSm2KeyPair() };
    expect(await refused(sealed(other, 'X-4', [doubt('X-4')]))).toBe(signatureInvalid);
    expect(await refused(seal('X-5', [doubt('X-5')], { systemCode: 'nobody' }))).toBe(signatureInvalid);
    const [wrongKey, unknown] = await Promise.all([
      handDown(sealed(other, 'X-4', [doubt('X-4')])),
      handDown(seal('X-5', [], { systemCode: 'nobody' })),
    ]);
    expect(wrongKey.text).toBe(unknown.text);
  });

  test('when its digest is of other records, though signed', async () => {
    expect(await refused(seal('X-6', [doubt('X-6')], { digest: '0'.repeat(64) }))).toBe('400 DIGEST_DIFFERS');
  });

  test('when it was sent eleven minutes ago or ahead; ten minutes will do', async () => {
    const at = (sentAt: string) => refused(seal('X-7', [doubt('X-7')], { sentAt }));
    expect(await at('2026-03-02T08:49:00+08:00')).toBe('401 SENT_AT_OUTSIDE_WINDOW');
    expect(await at('2026-03-02T09:11:00+08:00')).toBe('401 SENT_AT_OUTSIDE_WINDOW');
    const { status } = await handDown(seal('X-8', [], { sentAt: '2026-03-02T01:10:00Z' }));
    expect(status).toBe(200);
  });

  test.each([
    ['another count', { recordCount: 2 }, '400 RECORD_COUNT_DIFFERS'],
    ['another version', { version: '2.0' }, '400 VERSION_UNKNOWN'],
    ['another data set', { dataSet: 'WORKER' }, '400 DATA_SET_UNKNOWN'],
    ['a time without zone', { sentAt: '2026-03-02T09:00:00' }, '400 ENVELOPE_MALFORMED'],
    ['no batch number', { batchNo: undefined }, '400 ENVELOPE_MALFORMED'],
    ['records that are none', { records: {} }, '400 ENVELOPE_MALFORMED'],
  ])('with %s', async (_what, more, expected) => {
    expect(await refused(seal('X-9', [doubt('X-9')], more))).toBe(expected);
  });

  test('when the client is not permitted to hand down; the operator is told, and its number is free again', async () => {
    const publicKey = door.clients.get(NATION)!.publicKey;
    const client = clientOf('reader', publicKey);
    door.clients.set('reader', { ...client, caller: { ...client.caller, scopes: ['change:read'] } });
    const envelope = seal('X-11', [doubt('X-11')], { systemCode: 'reader' });
    expect(await refused(envelope)).toBe('403 NOT_PERMITTED');
    expect(JSON.stringify(door.reported)).toContain('FORBIDDEN');
    door.clients.set('reader', client);
    expect((await handDown(envelope)).body).toMatchObject({ accepted: 1 });
  });

  test('with more than 500 records', async () => {
    const many = Array.from({ length: 501 }, (_, n) => doubt(`M-${n}`));
    expect(await refused(seal('X-10', many))).toBe('400 TOO_MANY_RECORDS');
  });

  test.each([
    ['truncated', '{"systemCode":"nation-test","batchNo"', 400, 'BODY_MALFORMED'],
    ['with a property twice', '{"systemCode":"a","systemCode":"b"}', 400, 'BODY_MALFORMED'],
    ['not an object', '[]', 400, 'ENVELOPE_MALFORMED'],
    ['empty', '', 400, 'BODY_MALFORMED'],
    [
      'in GBK',
      Buffer.from([0x7b, 0x22, 0xd2, 0xc9, 0xb5, 0xe3, 0x22, 0x3a, 0x31, 0x7d]),
      400,
      'BODY_MALFORMED',
    ],
    ['longer than the door takes', 'x'.repeat(4 * 1024 * 1024 + 1), 413, 'BODY_TOO_LARGE'],
  ])('when its body is %s', async (_what, body, status, code) => {
    const answer = await door.post('doubtful', body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  test('at an address that is none, and by a method that is none', async () => {
    expect((await door.post('elsewhere', '{}')).body.code).toBe('NOT_FOUND');
    expect((await door.get('doubtful')).status).toBe(405);
  });
});

describe('Conclusions are given back', () => {
  const ask = (body: object = {}, more: object = {}) =>
    door.post(
      'results',
      JSON.stringify(
        seal('Q-1', [{ recordId: '1', op: 'UPSERT', body }], { dataSet: 'DOUBTFUL_RESULT', ...more }),
      ),
    );

  test('in the same envelope, signed by the hub, from a cursor on', async () => {
    await handDown(seal('C-1', [doubt('C-1'), doubt('C-2')]));
    for (const externalNo of ['C-1', 'C-2']) await conclude(externalNo);
    const first = await allFrom(null);
    const { keyId, publicKey } = (await door.get('key')).body;
    const key = readSm2PublicKey(Buffer.from(publicKey, 'hex'));
    for (const { signature, ...signed } of first.pages) {
      expect(signed).toMatchObject({
        systemCode: '450000',
        dataSet: 'DOUBTFUL_RESULT',
        version: '1.0',
        keyId,
      });
      expect(signed.digest).toBe(sm3Hex(canonicalJson(signed.records)));
      expect(signed.recordCount).toBe(signed.records.length);
      expect(sm2Verify(canonicalJson(signed), Buffer.from(signature, 'base64'), key)).toBe(true);
      const changed = canonicalJson({ ...signed, hasMore: !signed.hasMore });
      expect(sm2Verify(changed, Buffer.from(signature, 'base64'), key)).toBe(false);
    }
    expect(first.records).toMatchObject([
      {
        op: 'UPSERT',
        body: {
          externalNo: 'C-1',
          batchNo: 'C-1',
          kindCode: 'YD-05',
          result: 'UNTRUE',
          verifiedBy: '450103-housing',
        },
      },
      { op: 'UPSERT', body: { externalNo: 'C-2' } },
    ]);
    // Asked again from the same place, the same; from its end, nothing.
    expect((await allFrom(null)).records).toEqual(first.records);
    expect((await ask({ after: first.cursor })).body).toMatchObject({
      recordCount: 0,
      hasMore: false,
      cursor: first.cursor,
    });
  });

  test('of its own doubts only', async () => {
    door.clients.set('another', { ...clientOf('another', door.clients.get(NATION)!.publicKey) });
    const { status, body } = await ask({}, { systemCode: 'another' });
    expect({ status, count: body.recordCount }).toEqual({ status: 200, count: 0 });
  });

  test('to nobody who does not sign, and from no cursor of elsewhere', async () => {
    const unsigned = { ...seal('Q-2', [], { dataSet: 'DOUBTFUL_RESULT' }), signature: 'A'.repeat(96) };
    expect((await door.post('results', JSON.stringify(unsigned))).status).toBe(401);
    for (const after of ['elsewhere', '', '\u0000', '游标', 'x'.repeat(5_000)])
      expect((await ask({ after })).body).toMatchObject({ code: 'CURSOR_INVALID' });
    expect((await ask({ first: 201 })).body.code).toBe('ENVELOPE_MALFORMED');
  });

  async function allFrom(after: string | null) {
    const [pages, records]: [Record<string, never>[], object[]] = [[], []];
    let cursor = after;
    // Conclusions appear when no older writer is open; other suites on this server have some, for a moment.
    for (let tries = 0; records.length < 2 && tries < 300; tries++) {
      const { body } = await ask({ after: cursor, first: 1 });
      pages.push(body);
      records.push(...body.records);
      cursor = body.cursor;
      if (!body.hasMore && records.length < 2) await new Promise((done) => setTimeout(done, 50));
    }
    return {
      pages: pages as never[] as {
        signature: string;
        digest: string;
        records: object[];
        recordCount: number;
        hasMore: boolean;
      }[],
      records,
      cursor,
    };
  }

  async function conclude(externalNo: string) {
    const { id } = await caseOf(externalNo);
    const steps = [
      [city, 'receiveDoubtfulData', {}],
      [city, 'assignDoubtfulData', {}],
      [housingOfA, 'startVerification', {}],
      [
        housingOfA,
        'concludeVerification',
        {
          result: 'UNTRUE',
          reason: '现场核查，此编号为已登记的同一人。',
          evidence: [{ title: '花名册', digest: 'a'.repeat(64) }],
        },
      ],
    ] as const;
    for (const [place, [caller, name, more]] of steps.entries()) {
      const { data, errors } = await door.graph.execute(
        stepDocument(name),
        { input: { caseId: id, expectedVersion: place + 1, ...more } },
        caller,
      );
      expect(errors).toBeUndefined();
      expect((data![name] as { __typename: string }).__typename).toBe('DoubtfulDataMoved');
    }
  }
});
