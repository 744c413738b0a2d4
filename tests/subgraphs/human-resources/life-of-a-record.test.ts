import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { releaseAwaiting } from '../../../ledger/held/release.ts';
import { resubmit } from '../../../ledger/submission/resubmit.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { told } from '../support/submitting.ts';
import { TRIED, type Tried } from './support/datasets.ts';
import { county, LATER, openHumanResources, otherSource, type Room } from './support/open.ts';

let room: Room;
beforeAll(async () => {
  room = await openHumanResources();
}, 60_000);
afterAll(() => room?.close());

const lookUp = async ({ one, shown: [fields] }: Tried, id: unknown, asOf?: string) =>
  (await room.ask(`query ($id: ID!) { found: ${one}(id: $id) { ${fields} } }`, { id }, asOf)).found;

test('Every dataset that came after the contracts is tried here', () => {
  const others = humanResources.datasets!.filter(({ name }) => name !== 'LABOUR_CONTRACT');
  expect(TRIED.map(({ dataset }) => dataset).sort()).toEqual(others.map(({ name }) => name).sort());
});

describe.each(TRIED.map((one) => [one.dataset, one] as const))('A record of %s', (_name, tried) => {
  const { mutation, record, change, shown } = tried;

  test('is taken, found, repeated, corrected by its source, and every version of it is kept', async () => {
    const receipt = await room.submit(mutation, [record('life')]);
    expect(told(receipt)).toEqual(['ACCEPTED']);
    const id = receipt.verdicts[0]!.recordId;
    expect(await lookUp(tried, id)).toEqual(shown[1]);
    expect(told(await room.submit(mutation, [record('life')]))).toEqual(['DUPLICATE ALREADY_RECORDED']);
    const corrected = { ...record('life'), ...change };
    expect(told(await room.submit(mutation, [corrected], { sentAt: LATER }))).toEqual(['CORRECTED']);
    expect(await lookUp(tried, id)).toEqual(shown[2]);
    expect(told(await room.submit(mutation, [record('life')]))).toEqual(['DUPLICATE NEWER_VERSION_STANDS']);
    const { found } = await room.ask(
      `query ($id: ID!) { found: ${tried.one}(id: $id) { versions { version } provenance { sourceSystem } } }`,
      { id },
    );
    expect(found).toEqual({
      versions: [{ version: 2 }, { version: 1 }],
      provenance: { sourceSystem: 'vendor-a' },
    });
  });

  test('of another source leaves the fact with the first', async () => {
    const receipt = await room.submit(mutation, [record('first')]);
    const other = { ...record('first'), ...change };
    expect(told(await room.submit(mutation, [other], { source: 'vendor-b' }, otherSource))).toEqual([
      'DUPLICATE SAME_FACT_OTHER_SOURCE',
    ]);
    expect(await lookUp(tried, receipt.verdicts[0]!.recordId)).toEqual(shown[1]);
  });

  test('is withdrawn by its source, which no list shows any more, and by nobody else', async () => {
    const receipt = await room.submit(mutation, [record('withdrawn')]);
    const recordId = receipt.verdicts[0]!.recordId as string;
    const count = async () => (await room.ask(`{ list: ${tried.list} { totalCount } }`)).list.totalCount;
    const before = await count();
    expect(await takeBack(tried.dataset, recordId, 'vendor-b')).toEqual(['RECORD_OF_ANOTHER_SOURCE']);
    expect(await takeBack(tried.dataset, recordId, 'vendor-a')).toEqual(['WITHDRAWN']);
    expect(await lookUp(tried, recordId)).toBeNull();
    expect(await count()).toBe(before - 1);
  });
});

describe.each(TRIED.filter(({ isOfProject }) => isOfProject).map((one) => [one.dataset, one] as const))(
  'A record of %s for a project',
  (name, { mutation, record, list }) => {
    const ofProject = async (projectCode: string) =>
      (
        await room.ask(`query ($of: ID!) { list: ${list}(filter: { projectCode: $of }) { totalCount } }`, {
          of: projectCode,
        })
      ).list.totalCount;

    test('that nobody has filed waits for it, and is released when it comes', async () => {
      const projectCode = `NEW-${name}`;
      const early = { ...record('early'), projectCode };
      expect(told(await room.submit(mutation, [early]))).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
      await room.department.scope([[projectCode, 'HOUSING', '450103']]);
      expect(await ofProject(projectCode)).toBe(0);
      await releaseAwaiting(room.department.store.ledger, [{ name: 'project', key: projectCode }], resubmit);
      expect(await ofProject(projectCode)).toBe(1);
    });

    test('of another district is not the sender’s to state', async () => {
      const elsewhere = { ...record('elsewhere'), projectCode: 'ELSEWHERE' };
      expect(told(await room.submit(mutation, [elsewhere]))).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
    });
  },
);

async function takeBack(dataset: string, recordId: string, source: string): Promise<unknown[]> {
  const { data, errors } = await room.department.ask(
    { ...county, organisation: source },
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawHumanResourcesRecords(envelope: $envelope, records: $records, reason: "sent by mistake") {
        verdicts { code } } }`,
    {
      variables: {
        envelope: {
          idempotencyKey: `${source} ${recordId}`.replace(' ', '-'),
          sourceSystem: source,
          sentAt: LATER,
        },
        records: [{ dataset, recordId }],
      },
    },
  );
  expect(errors).toBeUndefined();
  return (data!.withdrawHumanResourcesRecords as { verdicts: { code: string }[] }).verdicts.map(
    ({ code }) => code,
  );
}
