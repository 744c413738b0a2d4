import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import {
  CONTRACTOR,
  enterpriseCaller,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  person,
  project,
  WORKER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'SITE');
});
afterAll(() => hub?.close());

const mason = person(WORKER);
/** An enterprise as the gateway knew it when it sent: it reached these projects. */
const by = (code: string, ...projects: string[]) => ({ caller: enterpriseCaller(code, projects) });
const crew = (projectCode: string) => ({ projectCode, unitCode: LABOUR, crewNo: '7', name: '木工班组' });
const unit = (projectCode: string) => ({ projectCode, enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' });

/** State and code of each record of a project that was held. */
async function heldOf(projectCode: string): Promise<string[]> {
  await hub.release();
  const rows = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ told: string }>(sql`
      select state || ' ' || code as told from provincial.held_record
       where project_code = ${projectCode} order by 1`),
  );
  return rows.map(({ told }) => told);
}

async function takeBack(dataset: string, recordId: string): Promise<void> {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: 'vendor-a',
    sentAt: '2026-03-01T07:40:00+08:00',
  };
  const { data } = await hub.department.ask(
    { ...hubCaller('tests'), organisation: 'vendor-a' },
    `mutation Withdraw($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "it has left") {
        verdicts { code } } }`,
    { variables: { envelope, records: [{ dataset, recordId }] } },
  );
  expect(data!.withdrawProvincialRecords).toEqual({ verdicts: [{ code: 'WITHDRAWN' }] });
}

describe('What an enterprise sends of a project in which it takes part later only (后参建)', () => {
  test('is released when it is stated as a unit of it', async () => {
    await hub.submit('fileProjects', [project({ projectCode: 'LATER' })]);
    expect(await hub.submit('submitCrews', [crew('LATER')], by(LABOUR))).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
    const entry = { projectCode: 'LATER', crewNo: '7', ...mason, enteredOn: '2026-02-21' };
    expect(await hub.submit('submitEngagements', [entry], by(LABOUR))).toEqual([
      'HELD PROJECT_UNKNOWN projectCode',
    ]);
    expect(await hub.submit('submitParticipatingUnits', [unit('LATER')])).toEqual(['ACCEPTED']);
    // What each was held for last stays with it.
    expect(await heldOf('LATER')).toEqual([
      expect.stringMatching(/^RELEASED (PROJECT|CREW)_UNKNOWN$/),
      'RELEASED PROJECT_UNKNOWN',
    ]);
  });

  test('waits on where somebody else is stated as a unit of it', async () => {
    await hub.submit('fileProjects', [project({ projectCode: 'OTHERS' })]);
    await hub.submit('submitCrews', [crew('OTHERS')], by(LABOUR));
    const other = { projectCode: 'OTHERS', enterpriseCode: CONTRACTOR, role: 'SUBCONTRACTOR' };
    expect(await hub.submit('submitParticipatingUnits', [other])).toEqual(['ACCEPTED']);
    expect(await heldOf('OTHERS')).toEqual(['HELD PROJECT_UNKNOWN']);
  });
});

test('What an enterprise has sent of a project that it has left is not released into it', async () => {
  await hub.submit('fileProjects', [project({ projectCode: 'LEFT' })]);
  await hub.submit('submitParticipatingUnits', [unit('LEFT')]);
  await hub.submit('submitCrews', [crew('LEFT')], by(LABOUR, 'LEFT'));
  const stranger = person('1976-05-04');
  const entry = { projectCode: 'LEFT', crewNo: '7', ...stranger, enteredOn: '2026-02-21' };
  expect(await hub.submit('submitEngagements', [entry], by(LABOUR, 'LEFT'))).toEqual([
    'HELD WORKER_UNKNOWN documentNumber',
  ]);
  const [{ id }] = await hub.department.store.ledger.write(
    hubCaller('tests'),
    (db) =>
      db.rows<{ id: string }>(
        sql`select id from provincial.participating_unit where project_code = 'LEFT'`,
      ) as Promise<[{ id: string }]>,
  );
  await takeBack('PARTICIPATING_UNIT', id);
  expect(await hub.submit('submitMigrantWorkers', [{ ...stranger, name: '韦示例' }])).toEqual(['ACCEPTED']);
  expect(await heldOf('LEFT')).toEqual(['HELD PROJECT_UNKNOWN']);
});
