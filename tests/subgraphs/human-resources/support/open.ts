import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { type Caller, hubCaller } from '../../../../kernel/caller.ts';
import { releaseHeld } from '../../../../ledger/held/release.ts';
import { lagOf, sequence } from '../../../../ledger/order/sequence.ts';
import { resubmit } from '../../../../ledger/submission/resubmit.ts';
import type { LedgerRoom } from '../../../../ledger/submission/room.ts';
import { residentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { humanResources } from '../../../../subgraphs/human-resources/index.ts';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { openDepartment, official } from '../../support/department.ts';
import { graphOver, type Receipt, type Sending, send, vendor } from '../../support/submitting.ts';

export const EMPLOYER = '91450100MA5K00001E';
export const LATER = '2026-03-01T07:30:00+08:00';
/** The district's department, which may submit everything here, for building sites. */
export const county: Caller = {
  ...vendor('vendor-a', '450103', ['contract:submit', 'inspection:submit', 'credit:submit'], 'HOUSING'),
  kind: 'DEPARTMENT',
};
export const otherSource: Caller = { ...county, organisation: 'vendor-b' };
export const reader: Caller = {
  ...official('450103', 'HOUSING'),
  scopes: ['contract:read', 'warning:read', 'credit:read'],
};

/** A person whom nobody has registered; the serial tells them apart. */
export const person = (serial: number) => ({
  documentType: '01',
  documentNumber: residentNumber('450103', `19${String(60 + serial)}-05-06`),
});

export type Room = Awaited<ReturnType<typeof openHumanResources>>;

/** Human resources over a registry of their own; project A lies within the district, ELSEWHERE outside it. */
export async function openHumanResources() {
  const registry = await openDepartment(provincial);
  const department = await openDepartment(humanResources, graphOver(registry));
  await department.scope([
    ['A', 'HOUSING', '450103'],
    ['ELSEWHERE', 'HOUSING', '450203'],
  ]);
  return {
    registry,
    department,
    submit: (
      [operation, input]: readonly [operation: string, input: string],
      records: readonly object[],
      sending: Sending = {},
      caller = county,
    ): Promise<Receipt> => send(department, caller, operation, input, records, sending),
    async ask(query: string, variables: Record<string, unknown> = {}, asOf?: string, caller = reader) {
      const { data, errors } = await department.ask(caller, query, { variables, ...(asOf && { asOf }) });
      expect(errors).toBeUndefined();
      // biome-ignore lint/suspicious/noExplicitAny: what a test asks for, it knows the shape of
      return data as any;
    },
    /** Puts all submissions in order and releases what waits for what they have made known, until nothing more is. */
    async release() {
      const { ledger } = department.store;
      // What is released is a submission as well, and may release others.
      do await inOrder(ledger);
      while ((await releaseHeld(ledger, resubmit)) > 0);
    },
    async close() {
      await department.close();
      await registry.close();
    },
  };
}

/** Whoever writes in another suite's database holds the order back for a moment. */
async function inOrder(ledger: LedgerRoom): Promise<void> {
  const isInOrder = () =>
    ledger.write(hubCaller('tests'), async (db) => {
      await sequence(db, ledger.schema);
      return (await lagOf(db, ledger.schema, ledger.clock.now())).leaves === 0;
    });
  while (!(await isInOrder())) await pause(25);
}

/** Every warning told with the records of a submission. */
export async function warningsOf(
  room: Room,
  [operation, input]: readonly [operation: string, input: string],
  record: object,
): Promise<readonly string[]> {
  const envelope = {
    idempotencyKey: JSON.stringify(record)
      .slice(0, 100)
      .replace(/[^!-~]/g, '.'),
    sourceSystem: 'vendor-a',
    sentAt: '2026-03-01T07:00:00+08:00',
  };
  const { data } = await room.department.ask(
    county,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome warnings } } }`,
    { variables: { envelope, records: [record] } },
  );
  const { verdicts } = data![operation] as { verdicts: { outcome: string; warnings: string[] }[] };
  expect(verdicts).toMatchObject([{ outcome: 'ACCEPTED' }]);
  return verdicts[0]!.warnings;
}

/** Takes records of the district's department back. @returns code and warnings of each */
export async function takeBack(
  { department }: Room,
  ...records: readonly { readonly dataset: string; readonly recordId: unknown }[]
): Promise<string[]> {
  const { data, errors } = await department.ask(
    county,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawHumanResourcesRecords(envelope: $envelope, records: $records, reason: "sent by mistake") {
        verdicts { code warnings } } }`,
    {
      variables: {
        envelope: { idempotencyKey: randomUUID(), sourceSystem: 'vendor-a', sentAt: LATER },
        records,
      },
    },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawHumanResourcesRecords as {
    verdicts: { code: string; warnings: string[] }[];
  };
  return verdicts.map(({ code, warnings }) => [code, ...warnings].join(' +'));
}
