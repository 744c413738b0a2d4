import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { livesThrough } from './life-of-a-fact.ts';
import { authority } from './party-inputs.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, openSite, person, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

const mason = person(WORKER);
const submit = (operation: string, record: object) => hub.submit(operation, [record], { caller: authority });

const credential = (more: object = {}) => ({
  ...mason,
  holderName: '韦示例',
  kind: '014005017',
  credentialNumber: `T${mason.documentNumber}`,
  level: '2',
  status: '1',
  issuedOn: '2021-03-01',
  validTo: '2027-02-28',
  ...more,
});

describe('Credentials of workers', () => {
  test.each([
    ['nobody', { documentNumber: null }, 'REJECTED IDENTITY_MISSING'],
    ['a kind of no table', { kind: '99999' }, 'REJECTED CODE_UNKNOWN kind'],
    ['a level of no table', { level: '9' }, 'REJECTED CODE_UNKNOWN level'],
    ['no number', { credentialNumber: null }, 'REJECTED VALUE_MISSING credentialNumber'],
    ['an issue tomorrow', { issuedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE issuedOn'],
    [
      'an end before the issue',
      { validTo: '2021-02-28' },
      'REJECTED PERIOD_REVERSED validTo +VALIDITY_ENDED',
    ],
    ['expired before its last day', { status: '4' }, 'REJECTED STATUS_AGAINST_VALIDITY status'],
    ['issued to a child of fifteen', { issuedOn: '2006-01-01' }, 'REJECTED HOLDER_TOO_YOUNG issuedOn'],
    [
      'a number that fails its check',
      { documentNumber: '450103199001020012' },
      'HELD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'the name of somebody else',
      { credentialNumber: 'X-1', holderName: '黄示例' },
      'ACCEPTED +HOLDER_NAME_DIFFERS',
    ],
    [
      'an end that has passed',
      { credentialNumber: 'X-2', status: '4', validTo: '2025-12-31' },
      'ACCEPTED +VALIDITY_ENDED',
    ],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitWorkerCredentials', credential(more))).toEqual([verdict]);
  });

  test('are accepted, corrected by their source alone, read masked, and taken back', async () => {
    const shows = {
      worker: { name: '韦*' },
      kind: { name: '公路工程注册建造师' },
      credentialNumber: `***************${mason.documentNumber.slice(14)}`,
      status: { name: '有效' },
      isValid: true,
    };
    await livesThrough(hub, {
      dataset: 'WORKER_CREDENTIAL',
      operation: 'submitWorkerCredentials',
      record: credential({ kind: '014005018' }),
      correction: { status: '3' },
      query: `{ workerCredentials(filter: { kind: "014005018", endsBy: "2027-02-28" }) {
        nodes { worker { name } kind { name } credentialNumber status { name } isValid } totalCount } }`,
      shows,
      corrected: { ...shows, status: { name: '暂扣' }, isValid: false },
    });
  });

  test('are kept sealed: no number stands in the table as it is', async () => {
    const { ledger } = hub.department.store;
    const rows = await ledger.write(hubCaller('tests'), (db) =>
      db.rows<{ text: string }>(sql`
        select encode(c.credential_number, 'escape') || to_jsonb(c)::text as text
          from provincial.worker_credential c`),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toContain(mason.documentNumber);
  });

  test('wait for their worker, and are then read with the worker', async () => {
    const late = person('1988-08-08');
    const record = credential({ ...late, holderName: '黄示例', credentialNumber: 'Z-1' });
    expect(await submit('submitWorkerCredentials', record)).toEqual(['HELD WORKER_UNKNOWN documentNumber']);
    await hub.submit('submitMigrantWorkers', [{ ...late, name: '黄示例' }]);
    await hub.release();
    const { nodes } = (await hub.ask(
      '{ migrantWorkers { nodes { credentials { credentialNumber } bornOn } } }',
    )) as { nodes: { credentials: object[] }[] };
    expect(nodes.filter(({ credentials }) => credentials.length === 1)).toHaveLength(1);
  });
});

const conduct = (more: object = {}) => ({
  ...mason,
  kind: 'BAD',
  recordNo: 'GR-1',
  level: '52',
  decidedOn: '2026-02-01',
  authority: '示例住房和城乡建设局',
  reason: '违反安全操作规程（虚构示例）',
  ...more,
});

describe('Good and bad records of workers', () => {
  test.each([
    ['a good record with a level', { kind: 'GOOD' }, 'REJECTED LEVEL_OF_GOOD_RECORD level'],
    ['no number', { recordNo: null }, 'REJECTED VALUE_MISSING recordNo'],
    ['a decision tomorrow', { decidedOn: '2026-03-02' }, 'REJECTED DATE_IN_FUTURE decidedOn'],
    ['somebody nobody has registered', person('1991-11-11'), 'HELD WORKER_UNKNOWN documentNumber'],
    [
      'a project where the person never was',
      { recordNo: 'GR-2', projectCode: 'A' },
      'ACCEPTED +NEVER_ENGAGED_HERE',
    ],
  ])('with %s have their verdict', async (_what, more, verdict) => {
    expect(await submit('submitWorkerRecords', conduct(more))).toEqual([verdict]);
  });

  test('of a project where the person is on a roster have no warning, and wait until it is filed', async () => {
    const record = conduct({ recordNo: 'GR-3', projectCode: 'C' });
    expect(await submit('submitWorkerRecords', record)).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
    await openSite(hub, 'C');
    expect(
      await hub.submit('submitRealNameRegistrations', [{ projectCode: 'A', crewNo: '1', ...mason }]),
    ).toEqual(['ACCEPTED']);
    await hub.release();
    expect(await submit('submitWorkerRecords', record)).toEqual([
      'DUPLICATE ALREADY_RECORDED +NEVER_ENGAGED_HERE',
    ]);
    expect(await submit('submitWorkerRecords', conduct({ recordNo: 'GR-4', projectCode: 'A' }))).toEqual([
      'ACCEPTED',
    ]);
  });

  test('are accepted, corrected by their source alone, read by kind, and taken back', async () => {
    const shows = { kind: 'GOOD', recordNo: 'GR-5', level: null, decidedOn: '2026-02-01', reason: '****' };
    await livesThrough(hub, {
      dataset: 'WORKER_RECORD',
      operation: 'submitWorkerRecords',
      record: conduct({ kind: 'GOOD', level: null, recordNo: 'GR-5', reason: '救助工友（虚构示例）' }),
      correction: { decidedOn: '2026-02-02' },
      query:
        '{ workerConductRecords(filter: { kind: GOOD }) { nodes { kind recordNo level { code } decidedOn reason } totalCount } }',
      shows,
      corrected: { ...shows, decidedOn: '2026-02-02' },
    });
  });

  test('are not shown to an employer who sees the worker', async () => {
    const query = '{ migrantWorkers { nodes { conductRecords { recordNo } credentials { isValid } } } }';
    const builder = { ...enterpriseCaller(LABOUR, ['A', 'C']), scopes: SCOPES };
    const { data, errors } = await hub.department.ask(builder, query, {});
    expect(errors).toBeUndefined();
    const { nodes } = data!.migrantWorkers as {
      nodes: { conductRecords: object[]; credentials: object[] }[];
    };
    expect(nodes.flatMap(({ conductRecords }) => conductRecords)).toEqual([]);
    expect(nodes.flatMap(({ credentials }) => credentials).length).toBeGreaterThan(0);
  });
});
