import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Caller } from '../../../../kernel/caller.ts';
import { send, told } from '../../support/submitting.ts';
import { authority, otherAuthority, PARTY_INPUTS } from './party-inputs.ts';
import type { Hub } from './support.ts';

/** One dataset, a record of it, and what its query shows before and after a correction. */
export interface Life {
  readonly dataset: string;
  readonly operation: string;
  readonly record: object;
  /** What a higher version of the same source says otherwise. */
  readonly correction: object;
  /** A list of the dataset's facts as its root query gives them: `{ list(…) { nodes { … } totalCount } }`. */
  readonly query: string;
  readonly shows: object;
  readonly corrected: object;
  /** The type of its records, and who states it, where they are not those of parties and people. */
  readonly input?: string;
  readonly by?: readonly [own: Caller, other: Caller];
}

const LATER = '2026-03-01T07:30:00+08:00';

/** Accepted, repeated, stated by a second source, corrected by its own, read in between, and taken back. */
export async function livesThrough(hub: Hub, life: Life): Promise<void> {
  const { operation, record, correction, query, shows, corrected } = life;
  const { input = PARTY_INPUTS[operation]!, by: [own, other] = [authority, otherAuthority] } = life;
  const sent = (what: object, caller: Caller, sentAt?: string) =>
    send(hub.department, caller, operation, input, [what], {
      source: caller.organisation,
      ...(sentAt && { sentAt }),
    });
  const first = await sent(record, own);
  expect(told(first)).toEqual(['ACCEPTED']);
  expect(told(await sent(record, own))).toEqual(['DUPLICATE ALREADY_RECORDED']);
  expect(told(await sent({ ...record, ...correction }, other, LATER))).toEqual([
    'DUPLICATE SAME_FACT_OTHER_SOURCE',
  ]);
  expect(await hub.ask(query)).toEqual({ nodes: [shows], totalCount: 1 });
  expect(told(await sent({ ...record, ...correction }, own, LATER))).toEqual(['CORRECTED']);
  expect(await hub.ask(query)).toEqual({ nodes: [corrected], totalCount: 1 });
  expect(await takeBack(hub, own, life.dataset, first.verdicts[0]!.recordId as string)).toEqual([
    'WITHDRAWN',
  ]);
  expect(await hub.ask(query)).toEqual({ nodes: [], totalCount: 0 });
}

async function takeBack(hub: Hub, caller: Caller, dataset: string, recordId: string): Promise<string[]> {
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: caller.organisation,
    sentAt: '2026-03-01T07:45:00+08:00',
  };
  const { data, errors } = await hub.department.ask(
    caller,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { code } } }`,
    { variables: { envelope, records: [{ dataset, recordId }] } },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as { verdicts: { code: string }[] };
  return verdicts.map(({ code }) => code);
}
