import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Hub, LABOUR, openHub, openSite, person, platform, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const crew = { projectCode: 'A', unitCode: LABOUR, crewNo: '7', name: '木工班组' };
  expect(await hub.submit('submitCrews', [crew])).toEqual(['ACCEPTED']);
});
afterAll(() => hub?.close());

const register = (sentAt: string, more: object = {}) =>
  hub.submit('submitRealNameRegistrations', [{ projectCode: 'A', crewNo: '7', ...person(WORKER), ...more }], {
    sentAt,
  });
/** How many are registered at the end of each of these days. */
const registered = async (...days: string[]): Promise<number[]> =>
  Promise.all(
    days.map(async (day) => {
      const figures = await hub.ask(`{ platformFigures(on: "${day}") { workersRegistered { total } } }`);
      return (figures as { workersRegistered: { total: number } }).workersRegistered.total;
    }),
  );
const DAYS = ['2026-01-31', '2026-02-10', '2026-02-25', '2026-03-01'] as const;

test('A registration without a day counts from the day on which it was first sent, whatever is corrected since', async () => {
  expect(await register('2026-02-01T09:00:00+08:00')).toEqual([expect.stringMatching(/^ACCEPTED/)]);
  expect(await registered(...DAYS)).toEqual([0, 1, 1, 1]);
  const corrected = await register('2026-02-20T09:00:00+08:00', { workType: '020' });
  expect(corrected).toEqual([expect.stringMatching(/^CORRECTED/)]);
  expect(await registered(...DAYS)).toEqual([0, 1, 1, 1]);
});

test('a day that is stated counts instead, and the first again when it is taken out', async () => {
  await register('2026-02-21T09:00:00+08:00', { registeredOn: '2026-02-20' });
  expect(await registered(...DAYS)).toEqual([0, 0, 1, 1]);
  await register('2026-02-22T09:00:00+08:00', { workType: '010' });
  expect(await registered(...DAYS)).toEqual([0, 1, 1, 1]);
});

test('one that was taken back and is stated anew counts from then', async () => {
  const { realNameRegistrations } = (await hub.ask(
    '{ project(code: "A") { realNameRegistrations { nodes { id } } } }',
  )) as { realNameRegistrations: { nodes: { id: string }[] } };
  const records = realNameRegistrations.nodes.map(({ id }) => ({
    dataset: 'REAL_NAME_REGISTRATION',
    recordId: id,
  }));
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: platform.organisation,
    sentAt: '2026-02-23T09:00:00+08:00',
  };
  await hub.department.ask(
    platform,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { id } }`,
    { variables: { envelope, records } },
  );
  expect(await registered(...DAYS)).toEqual([0, 0, 0, 0]);
  expect(await register('2026-02-24T09:00:00+08:00')).toEqual([expect.stringMatching(/^CORRECTED/)]);
  expect(await registered(...DAYS)).toEqual([0, 0, 1, 1]);
});
