import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import type { Dataset } from '../../../../ledger/submission/dataset.ts';
import { submit } from '../../../../ledger/submission/submit.ts';
import { workerSubmission } from '../../../../subgraphs/provincial/workers/worker-submission.ts';
import { vendor } from '../../support/submitting.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, openSite, person } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

let who = person('1970-01-01');
let days = 0;
beforeEach(() => {
  who = person(new Date(Date.UTC(1970, 1, ++days)).toISOString().slice(0, 10));
});

const HUB = 'provincial-hub';
const as = (source: string) => vendor(source, '450103', ['worker:submit', 'project:submit'], 'HOUSING');
const NINE = '2026-03-01T07:00:00+08:00';
const TEN = '2026-03-01T07:10:00+08:00';
const state = async (source: string, name: string, sentAt = NINE, more: object = {}): Promise<string> =>
  (await hub.submit('submitMigrantWorkers', [{ ...who, name, ...more }], { caller: as(source), sentAt }))[0]!;

const workerId = async (): Promise<string> => {
  const { data } = await hub.department.ask(
    hubCaller('tests'),
    `mutation ($identities: [IdentityInput!]!) { ensureWorkers(identities: $identities) { workerId } }`,
    { variables: { identities: [who] } },
  );
  return (data!.ensureWorkers as { workerId: string }[])[0]!.workerId;
};

interface Shown {
  readonly name: string;
  readonly provenance: { readonly sourceSystem: string; readonly version: number };
  readonly conflicts: readonly {
    readonly claimedBy: string;
    readonly name: string;
    readonly phone: string | null;
    readonly differsIn: string[];
  }[];
}

const QUESTION = `query ($id: ID!) { migrantWorker(id: $id) {
  name provenance { sourceSystem version } conflicts { claimedBy name phone bornOn differsIn } } }`;

/** As the hub itself reads it; names are masked, because a subgraph shows in clear only what the assertion grants. */
const shown = async (): Promise<string[]> => {
  const { name, provenance, conflicts } = (await hub.ask(QUESTION, { id: await workerId() })) as Shown;
  return [
    `${provenance.sourceSystem}: ${name}, ${provenance.version}`,
    ...conflicts.map((one) => `${one.claimedBy}: ${one.name} ${one.phone} (${one.differsIn.join()})`),
  ];
};

async function takeBack(source: string): Promise<string> {
  const id = await workerId();
  const [row] = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ id: string }>(sql`select id from provincial.migrant_worker where worker_id = ${id}::uuid`),
  );
  const { data, errors } = await hub.department.ask(
    as(source),
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { outcome code } } }`,
    {
      variables: {
        envelope: { idempotencyKey: randomUUID(), sourceSystem: source, sentAt: '2026-03-01T07:50:00+08:00' },
        records: [{ dataset: 'MIGRANT_WORKER', recordId: row!.id }],
      },
    },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as { verdicts: { outcome: string; code: string }[] };
  return `${verdicts[0]!.outcome} ${verdicts[0]!.code}`;
}

describe('What several sources state of one worker', () => {
  test('of equals the first is shown, and what the second states otherwise is a conflict', async () => {
    expect(await state('vendor-a', '韦示例')).toBe('ACCEPTED');
    expect(await state('vendor-b', '黄示例', NINE, { education: '03' })).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 韦*, 1', 'vendor-b: 黄* null (name,education)']);
  });

  test('what else a source states of the person is shown with its word, and makes no conflict by itself', async () => {
    const more = { emergencyPhone: '13800000001', specialty: '测量' };
    expect(await state('vendor-a', '韦示例')).toBe('ACCEPTED');
    expect(await state('vendor-b', '韦示例', NINE, more)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 韦*, 1']);
    expect(await state('vendor-b', '韦示例', TEN, { ...more, education: '03' })).toBe('DUPLICATE CLAIM_KEPT');
    expect(await state('vendor-a', '韦示例', TEN, { education: '04' })).toBe('CORRECTED');
    const { conflicts } = (await hub.ask(
      'query ($id: ID!) { migrantWorker(id: $id) { conflicts { differsIn particulars { emergencyPhone politicalStatus { code } } } } }',
      { id: await workerId() },
    )) as { conflicts: object[] };
    expect(conflicts).toEqual([
      { differsIn: ['education'], particulars: { emergencyPhone: '138****0001', politicalStatus: null } },
    ]);
  });

  test('another phone or address is no conflict, and is shown with one as it is sealed', async () => {
    await state('vendor-a', '韦示例', NINE, { phone: '15400000001', homeAddress: '南宁市示例路1号' });
    await state('vendor-b', '韦示例', NINE, { phone: '15400000002', homeAddress: '南宁市示例路2号' });
    expect(await shown()).toEqual(['vendor-a: 韦*, 1']);
    await state('vendor-b', '黄示例', TEN, { phone: '15400000002' });
    expect(await shown()).toEqual(['vendor-a: 韦*, 1', 'vendor-b: 黄* 154****0002 (name)']);
    const sealed = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
      db.rows(sql`select 1 from provincial.migrant_worker_claim where encode(phone, 'escape') like '%154%'`),
    );
    expect(sealed).toEqual([]);
  });

  test('the provincial hub is shown whenever it comes, and what gave way comes back with what was sealed', async () => {
    await state('vendor-a', '韦示例', NINE, { phone: '15400000001' });
    expect(await state(HUB, '蓝示例')).toBe('CORRECTED');
    expect(await shown()).toEqual([`${HUB}: 蓝*, 2`, 'vendor-a: 韦* 154****0001 (name)']);
    expect(await takeBack(HUB)).toBe('CORRECTED WITHDRAWN_OTHER_SHOWN');
    expect(await shown()).toEqual(['vendor-a: 韦*, 4']);
    expect(
      await hub.ask('query ($id: ID!) { migrantWorker(id: $id) { phone } }', { id: await workerId() }),
    ).toEqual({
      phone: '154****0001',
    });
    expect(await takeBack('vendor-a')).toBe('CORRECTED WITHDRAWN');
    expect(await state('vendor-a', '韦示例', TEN)).toBe('DUPLICATE NEWER_VERSION_STANDS');
  });

  test('what each source sends again changes nothing, and its corrections are its own', async () => {
    await state('vendor-a', '韦示例');
    await state('vendor-b', '黄示例');
    expect(await state('vendor-b', '黄示例')).toBe('DUPLICATE ALREADY_RECORDED');
    expect(await state('vendor-a', '覃示例', TEN)).toBe('CORRECTED');
    expect(await state('vendor-b', '覃示例', TEN)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 覃*, 2']);
    expect(await takeBack('vendor-b')).toBe('DUPLICATE CLAIM_WITHDRAWN');
  });

  test('workers with conflicts are listed, and those without', async () => {
    const listed = async (hasConflicts: boolean) => {
      const { nodes } = (await hub.ask(
        `query ($id: ID!) { migrantWorkers(filter: { ids: [$id], hasConflicts: ${hasConflicts} }) { nodes { id } } }`,
        { id: await workerId() },
      )) as { nodes: object[] };
      return nodes.length === 1;
    };
    await state('vendor-a', '韦示例');
    await state('vendor-b', '韦示例');
    expect([await listed(true), await listed(false)]).toEqual([false, true]);
    await state('vendor-b', '韦示列', TEN);
    expect([await listed(true), await listed(false)]).toEqual([true, false]);
  });

  test('are seen by whoever sees the worker, and by nobody else', async () => {
    await state('vendor-a', '韦示例');
    await state('vendor-b', '黄示例');
    const id = await workerId();
    const claims = async (caller: Caller) => {
      const { data, errors } = await hub.department.ask({ ...caller, scopes: SCOPES }, QUESTION, {
        variables: { id },
      });
      expect(errors).toBeUndefined();
      return (data!.migrantWorker as Shown | null)?.conflicts.length ?? null;
    };
    const app: Caller = { ...hubCaller('tests'), kind: 'WORKER_APP', worker: id };
    const contractor = enterpriseCaller(LABOUR, ['A']);
    expect([await claims(app), await claims(contractor)]).toEqual([1, null]);
    await hub.submit('submitRealNameRegistrations', [{ projectCode: 'A', crewNo: '1', ...who }]);
    expect(await claims(contractor)).toBe(1);
    expect(await claims(enterpriseCaller(LABOUR, ['B']))).toBeNull();
    expect(await claims({ ...app, worker: randomUUID() })).toBeNull();
  });

  test('a batch of workers whom nobody else states costs not one statement more than without claims', async () => {
    const { ledger } = hub.department.store;
    const statementsOf = async (dataset: Dataset, year: number): Promise<number> => {
      let statements = 0;
      const write: typeof ledger.write = (caller, work) =>
        ledger.write(caller, (db) =>
          work({
            ...db,
            rows: (query) => {
              statements += 1;
              return db.rows(query);
            },
          }),
        );
      const records = [1, 2, 3].map((day) => ({ ...person(`${year}-01-0${day}`), name: '韦示例' }));
      const envelope = {
        idempotencyKey: randomUUID(),
        sourceSystem: 'vendor-a',
        sentAt: new Date(NINE),
        mode: 'ATOMIC',
        dryRun: false,
      } as const;
      const receipt = await submit({ ...ledger, write }, as('vendor-a'), dataset, { envelope, records });
      expect(receipt.accepted).toBe(3);
      return statements;
    };
    const { claims: _none, ...bare } = workerSubmission;
    expect(await statementsOf(workerSubmission, 1961)).toBe(await statementsOf(bare, 1962));
  });
});
