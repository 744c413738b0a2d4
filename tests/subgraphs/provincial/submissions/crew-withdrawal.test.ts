import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CONTRACTOR, type Hub, LABOUR, openHub, openSite, person, platform, WORKER } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
});
afterAll(() => hub?.close());

let crewNo = '';
let serial = 10;
beforeEach(async () => {
  crewNo = String(++serial);
  expect(await hub.submit('submitCrews', [crewOf(LABOUR)])).toEqual(['ACCEPTED']);
});
const crewOf = (unitCode: string) => ({ projectCode: 'A', unitCode, crewNo, name: '木工班组' });
const entry = (more: object = {}) => ({
  projectCode: 'A',
  crewNo,
  ...person(WORKER),
  enteredOn: '2026-02-20',
  ...more,
});

const idOf = async (dataset: 'crews' | 'engagements' | 'realNameRegistrations') => {
  const shape = dataset === 'crews' ? 'id crewNo unit { creditCode }' : 'nodes { id crewNo }';
  const project = (await hub.ask(`{ project(code: "A") { ${dataset} { ${shape} } } }`)) as Record<
    string,
    unknown
  >;
  const rows = project[dataset] as Row[] & { nodes?: Row[] };
  return (rows.nodes ?? rows).find((row) => row.crewNo === crewNo)!.id;
};
interface Row {
  readonly id: string;
  readonly crewNo: string;
}

const takeBack = async (...records: readonly object[]): Promise<string[]> => {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: platform.organisation,
    sentAt: '2026-03-01T07:45:00+08:00',
  };
  const { data, errors } = await hub.department.ask(
    platform,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") {
        verdicts { outcome code } } }`,
    { variables: { envelope, records } },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as { verdicts: { outcome: string; code: string }[] };
  return verdicts.map(({ outcome, code }) => `${outcome} ${code}`);
};
const theCrew = async () => ({ dataset: 'CREW', recordId: await idOf('crews') });
const STAYS = ['REJECTED CREW_STILL_ENGAGED'];
const GONE = 'CORRECTED WITHDRAWN';

describe('A crew', () => {
  test('in which somebody is engaged, or was, cannot be taken back', async () => {
    expect(await hub.submit('submitEngagements', [entry({ exitedOn: '2026-02-25' })])).toEqual(['ACCEPTED']);
    expect(await takeBack(await theCrew())).toEqual(STAYS);
    const engagement = { dataset: 'ENGAGEMENT', recordId: await idOf('engagements') };
    // Whichever is named first, what stands on the crew goes before it.
    expect(await takeBack(await theCrew(), engagement)).toEqual([GONE, GONE]);
  });

  test('nor one whose roster names somebody', async () => {
    const roster = { projectCode: 'A', crewNo, ...person(WORKER) };
    expect(await hub.submit('submitRealNameRegistrations', [roster])).toEqual(['ACCEPTED']);
    expect(await takeBack(await theCrew())).toEqual(STAYS);
  });

  test('of nobody is taken back, and one whose number another unit’s crew has', async () => {
    expect(await takeBack(await theCrew())).toEqual([GONE]);
    crewNo = String(++serial);
    expect(await hub.submit('submitCrews', [crewOf(LABOUR)])).toEqual(['ACCEPTED']);
    expect(await hub.submit('submitEngagements', [entry()])).toEqual([expect.stringMatching(/^ACCEPTED/)]);
    const first = await theCrew();
    expect(await hub.submit('submitCrews', [crewOf(CONTRACTOR)])).toEqual(['ACCEPTED']);
    expect(await takeBack(first)).toEqual([GONE]);
    expect(await takeBack(await theCrew())).toEqual(STAYS);
  });

  test('of two of a number that go together the last stays for the people of the number', async () => {
    expect(await hub.submit('submitCrews', [crewOf(CONTRACTOR)])).toEqual(['ACCEPTED']);
    expect(await hub.submit('submitEngagements', [entry()])).toEqual([expect.stringMatching(/^ACCEPTED/)]);
    const { crews } = (await hub.ask('{ project(code: "A") { crews { id crewNo } } }')) as { crews: Row[] };
    const both = crews
      .filter((row) => row.crewNo === crewNo)
      .map(({ id }) => ({ dataset: 'CREW', recordId: id }));
    expect(await takeBack(...both)).toEqual([GONE, ...STAYS]);
  });

  test('does not go while somebody comes, nor does anybody come to one that goes', async () => {
    for (let round = 0; round < 6; round++) {
      crewNo = `${serial}-${round}`;
      await hub.submit('submitCrews', [crewOf(LABOUR)]);
      const crew = await theCrew();
      const roster = { projectCode: 'A', crewNo, ...person(WORKER) };
      const [gone, came, listed] = await Promise.all([
        takeBack(crew),
        hub.submit('submitEngagements', [entry({ exitedOn: '2026-02-21' })]),
        hub.submit('submitRealNameRegistrations', [roster]),
      ]);
      const stays = [...came!, ...listed!].some((verdict) => /^ACCEPTED/.test(verdict));
      expect([round, ...gone!]).toEqual([round, ...(stays ? STAYS : [GONE])]);
    }
  });
});
