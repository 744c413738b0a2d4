import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { type Hub, openHub, openSite, person, platform, project, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  expect(await hub.submit('fileProjects', [project({ projectCode: 'BARE' })])).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const takeBack = async (dataset: string, recordId: string): Promise<unknown> => {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: platform.organisation,
    sentAt: '2026-03-01T07:45:00+08:00',
  };
  const { data, errors } = await hub.department.ask(
    platform,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") {
        verdicts { code warnings } } }`,
    { variables: { envelope, records: [{ dataset, recordId }] } },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as {
    verdicts: { code: string; warnings: string[] }[];
  };
  return verdicts.map(({ code, warnings }) => [code, ...warnings]);
};
const idsOf = async (of: ReturnType<typeof sql>) => {
  const rows = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ id: string }>(of),
  );
  return rows.map(({ id }) => id);
};
const projectOf = async (code: string) => {
  const [id] = await idsOf(sql`select id from provincial.project where project_code = ${code}`);
  return id!;
};

describe('What is taken back while others name it', () => {
  test('a worker who is on a roster is told to be', async () => {
    const roster = { projectCode: 'A', crewNo: '1', ...person(WORKER) };
    expect(await hub.submit('submitRealNameRegistrations', [roster])).toEqual(['ACCEPTED']);
    const ids = await idsOf(sql`select id from provincial.migrant_worker order by id`);
    expect(ids).toHaveLength(1);
    expect(await takeBack('MIGRANT_WORKER', ids[0]!)).toEqual([['WITHDRAWN', 'STILL_NAMED']]);
  });

  test('a project with crews, units or a roster is, and one with nothing is not', async () => {
    expect(await takeBack('PROJECT', await projectOf('BARE'))).toEqual([['WITHDRAWN']]);
    expect(await takeBack('PROJECT', await projectOf('A'))).toEqual([['WITHDRAWN', 'STILL_NAMED']]);
  });
});
