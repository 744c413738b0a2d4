import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { type Caller, hubCaller, SCOPES, type Sector } from '../../../kernel/caller.ts';
import { releaseAwaiting, releaseHeld } from '../../../ledger/held/release.ts';
import { lagOf, sequence } from '../../../ledger/order/sequence.ts';
import { resubmit } from '../../../ledger/submission/resubmit.ts';
import { Project } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import type { Subgraph } from '../../../subgraphs/subgraph.ts';
import { type Department, openDepartment } from './department.ts';
import { graphOver, vendor } from './submitting.ts';

/** One way to send the records of a dataset, and to read back what became of one. */
export interface Sent {
  readonly dataset: string;
  readonly operation: string;
  readonly input: string;
  /** A record in order, known by this number. */
  readonly record: (no: string, more?: object) => Readonly<Record<string, unknown>>;
  /** What another content of it states, and how it is read. */
  readonly changed: object;
  readonly shown: object;
  /** Its query by id, or by number, with the fields of `shown`. */
  readonly query: string;
}

export interface Sending {
  readonly caller?: Caller;
  readonly sentAt?: string;
}

/** An industry department beside the province; project A is its own, B too, ANOTHER is of another sector, FAR out of reach. */
export interface SectorRoom {
  readonly department: Department;
  /** An officer of the district's department, who also has another sector. */
  readonly officer: Caller;
  /** Another source: the platform of a vendor. */
  readonly other: Caller;
  /** @returns outcome, code, path and warnings of each record */
  submit(
    sent: Pick<Sent, 'operation' | 'input'>,
    records: readonly object[],
    sending?: Sending,
  ): Promise<string[]>;
  /** The id of what the one record last sent has become. */
  readonly recordId: () => string;
  withdraw(dataset: string, recordId: string, sending?: Sending): Promise<string[]>;
  /** @returns the first field of the answer, as the hub reads it */
  read(query: string, variables?: Record<string, unknown>): Promise<unknown>;
  /** The province files a project, and the department hears of it. */
  file(projectCode: string): Promise<void>;
  /** Puts what was submitted in order, and judges again what waited for it. */
  release(): Promise<void>;
  close(): Promise<void>;
}

export const LATER = '2026-03-01T07:30:00+08:00';
const SENT = '2026-03-01T07:00:00+08:00';
const READER: Caller = { ...hubCaller('tests'), scopes: SCOPES };

export async function openSector(subgraph: Subgraph, own: Sector, another: Sector): Promise<SectorRoom> {
  const registry = await openDepartment(provincial);
  const department = await openDepartment(subgraph, graphOver(registry));
  await department.scope([
    ['A', own, '450103'],
    ['B', own, '450103'],
    ['ANOTHER', another, '450103'],
    ['FAR', own, '450203'],
  ]);
  const { ledger, clock } = department.store;
  const platform = vendor('vendor-b', '450103', ['sector:submit'], own, another);
  const officer: Caller = { ...platform, organisation: 'department-a', kind: 'DEPARTMENT' };
  let last: readonly Verdict[] = [];
  const send = async (
    operation: string,
    input: string,
    records: readonly object[],
    sending: Sending,
    more = '',
  ) => {
    const { caller = officer, sentAt = SENT } = sending;
    const envelope = {
      idempotencyKey: randomUUID(),
      sourceSystem: caller.organisation,
      sentAt,
      mode: 'PARTIAL',
    };
    const { data, errors } = await department.ask(
      caller,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
        ${operation}(envelope: $envelope, records: $records${more}) { verdicts { outcome code path warnings recordId } } }`,
      { variables: { envelope, records } },
    );
    expect(errors).toBeUndefined();
    last = (data![operation] as { verdicts: Verdict[] }).verdicts;
    return last.map(told);
  };
  const isInOrder = () =>
    ledger.write(READER, async (db) => {
      await sequence(db, subgraph.databaseSchema);
      return (await lagOf(db, subgraph.databaseSchema, clock.now())).leaves === 0;
    });
  const name = `${subgraph.name[0]!.toUpperCase()}${subgraph.name.slice(1)}`;
  return {
    department,
    officer,
    other: { ...officer, organisation: 'department-b' },
    submit: ({ operation, input }, records, sending = {}) => send(operation, input, records, sending),
    recordId: () => last[0]!.recordId!,
    withdraw: (dataset, recordId, sending = {}) =>
      send(
        `withdraw${name}Records`,
        'WithdrawnRecordInput',
        [{ dataset, recordId }],
        { sentAt: LATER, ...sending },
        ', reason: "sent by mistake"',
      ),
    async read(query, variables = {}) {
      const { data, errors } = await department.ask(READER, query, { variables });
      expect(errors).toBeUndefined();
      return Object.values(data!)[0];
    },
    async file(projectCode) {
      const status = { constructionStatus: '003', isUnderKeySupervision: false };
      await registry.write(Project, '2026-02-10T09:00:00+08:00', [
        { projectCode, kind: own, sector: own, name: '后建档项目', divisionCode: '450103', ...status },
      ]);
      await releaseAwaiting(ledger, [{ name: 'project', key: projectCode }], resubmit);
    },
    async release() {
      // Whoever writes in another suite's database holds the order back for a moment.
      while (!(await isInOrder())) await pause(25);
      while ((await releaseHeld(ledger, resubmit)) > 0);
    },
    async close() {
      await department.close();
      await registry.close();
    },
  };
}

/**
 * The life of a dataset's record: stated and read back, stated again, corrected, stated by another source, taken back; and
 * one whose project comes later.
 */
export async function expectLife(room: SectorRoom, sent: Sent, no = 'life'): Promise<void> {
  const { dataset, record, changed, shown, query } = sent;
  const stated = (more: object = {}, sending: Sending = {}) => room.submit(sent, [record(no, more)], sending);
  expect(await stated()).toEqual(['ACCEPTED']);
  const id = room.recordId();
  const read = () => room.read(query, { id, no: `2026-${no}` });
  expect(await read()).toMatchObject({ provenance: { version: 1, sourceSystem: 'department-a' } });
  expect(await stated()).toEqual(['DUPLICATE ALREADY_RECORDED']);
  expect(await stated(changed, { sentAt: LATER })).toEqual(['CORRECTED']);
  expect(await stated()).toEqual(['DUPLICATE NEWER_VERSION_STANDS']);
  expect(await read()).toMatchObject({ ...shown, provenance: { version: 2 } });
  const { other: caller } = room;
  expect(await stated({}, { caller })).toEqual(['DUPLICATE SAME_FACT_OTHER_SOURCE']);
  expect(await room.withdraw(dataset, id, { caller })).toEqual(['REJECTED RECORD_OF_ANOTHER_SOURCE']);
  expect(await room.withdraw(dataset, id)).toEqual(['CORRECTED WITHDRAWN']);
  expect(await read()).toBeNull();
  expect(await stated({}, { caller, sentAt: LATER })).toEqual(['CORRECTED']);
  expect(await read()).toMatchObject({ provenance: { version: 4, sourceSystem: 'department-b' } });
}

/** A record of a project that nobody has filed waits, and is a fact when the province files it. */
export async function expectWaiting(room: SectorRoom, sent: Sent): Promise<void> {
  const projectCode = `LATE-${sent.dataset.replaceAll('_', '-')}`;
  const late = sent.record('late', {
    projectCode,
    ...(sent.dataset === 'CREDIT_DEDUCTION' && { inspectionNo: null }),
  });
  expect(await room.submit(sent, [late])).toEqual(['HELD PROJECT_UNKNOWN projectCode']);
  await room.file(projectCode);
  expect(await room.submit(sent, [late])).toEqual(['DUPLICATE ALREADY_RECORDED']);
}

interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly warnings: readonly string[];
  readonly recordId: string | null;
}

const told = ({ outcome, code, path, warnings }: Verdict): string =>
  [outcome, code === outcome ? null : code, path, ...warnings.map((one) => `+${one}`)]
    .filter((word) => word !== null)
    .join(' ');
