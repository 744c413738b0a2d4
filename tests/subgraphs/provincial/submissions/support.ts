import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { releaseHeld } from '../../../../ledger/held/release.ts';
import { lagOf, sequence } from '../../../../ledger/order/sequence.ts';
import { resubmit } from '../../../../ledger/submission/resubmit.ts';
import { enterpriseCode, residentNumber } from '../../../../seeds/synthetic-numbers.ts';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../../support/department.ts';
import { graphOver, vendor } from '../../support/submitting.ts';
import { PARTY_INPUTS } from './party-inputs.ts';
import { PROJECT_INPUTS } from './project-inputs.ts';

export const OWNER = enterpriseCode('450100', 1);
export const CONTRACTOR = enterpriseCode('450100', 2);
export const LABOUR = enterpriseCode('450100', 3);
export const STRANGER = enterpriseCode('450100', 4);

/** Numbers that pass their check and belong to nobody; the day of birth tells them apart. */
export const card = (bornOn: string): string => residentNumber('450103', bornOn);
export const person = (bornOn: string) => ({ documentType: '01', documentNumber: card(bornOn) });

const SUBMITS = ['project:submit', 'worker:submit', 'attendance:submit', 'payroll:submit'];

/** A platform of one district's housing sites; the clock stands at 2026-03-01 08:00. */
export const platform: Caller = vendor('vendor-a', '450103', SUBMITS, 'HOUSING');
export const elsewhere: Caller = vendor('vendor-b', '450203', SUBMITS, 'HOUSING');
export const enterpriseCaller = (enterprise: string, projects: string[] = []): Caller => ({
  ...platform,
  organisation: enterprise,
  kind: 'ENTERPRISE',
  enterprise,
  projects,
});

const INPUTS: Readonly<Record<string, string>> = {
  submitEnterprises: 'EnterpriseRecordInput',
  fileProjects: 'ProjectRecordInput',
  submitParticipatingUnits: 'ParticipatingUnitRecordInput',
  submitCrews: 'CrewRecordInput',
  submitMigrantWorkers: 'MigrantWorkerRecordInput',
  submitRealNameRegistrations: 'RealNameRegistrationRecordInput',
  submitEngagements: 'EngagementRecordInput',
  submitAttendance: 'AttendanceRecordInput',
  submitPayrollSheets: 'PayrollSheetRecordInput',
  ...PARTY_INPUTS,
  ...PROJECT_INPUTS,
};

export interface Sending {
  readonly caller?: Caller;
  readonly source?: string;
  readonly sentAt?: string;
  readonly mode?: 'PARTIAL' | 'ATOMIC';
  readonly dryRun?: boolean;
  readonly completeUpTo?: string;
}

/** The provincial department on a database of its own, with the few things that tests say to it. */
export interface Hub {
  readonly department: Department;
  /** @returns outcome, code and path of each verdict, and its warnings */
  submit(operation: string, records: readonly object[], sending?: Sending): Promise<string[]>;
  /** @returns the answer's first field, as the hub itself reads it, everything in clear that it may */
  ask(query: string, variables?: Record<string, unknown>): Promise<unknown>;
  /** Puts what was submitted in order, and judges again what waited for it. @returns states of all held records since */
  release(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openHub(): Promise<Hub> {
  // What it asks of the graph is its own: who takes part in which project.
  const department: Department = await openDepartment(provincial, {
    execute: (...asked) => graphOver(department).execute(...asked),
  });
  const { store } = department;
  const isInOrder = () =>
    store.ledger.write(READER, async (db) => {
      await sequence(db, 'provincial');
      return (await lagOf(db, 'provincial', store.clock.now())).leaves === 0;
    });
  // Whoever writes in another suite's database holds the order back for a moment.
  const inOrder = async () => {
    while (!(await isInOrder())) await pause(25);
  };
  return {
    department,
    async submit(
      operation,
      records,
      {
        caller = platform,
        source = caller.organisation,
        sentAt = SENT,
        mode = 'PARTIAL',
        dryRun = false,
        completeUpTo,
      } = {},
    ) {
      const envelope = {
        idempotencyKey: randomUUID(),
        sourceSystem: source,
        sentAt,
        mode,
        dryRun,
        ...(completeUpTo && { completeUpTo }),
      };
      const { data, errors } = await department.ask(
        caller,
        `mutation Submit($envelope: SubmissionEnvelopeInput!, $records: [${INPUTS[operation]}!]!) {
          ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path warnings } }
        }`,
        { variables: { envelope, records } },
      );
      expect(errors).toBeUndefined();
      return (data![operation] as { verdicts: Verdict[] }).verdicts.map(told);
    },
    async ask(query, variables = {}) {
      const { data, errors } = await department.ask(READER, query, { variables });
      expect(errors).toBeUndefined();
      return Object.values(data!)[0];
    },
    async release() {
      const { ledger } = store;
      // What is released is a submission as well, and may release others.
      do await inOrder();
      while ((await releaseHeld(ledger, resubmit)) > 0);
      const held = await ledger.write(READER, (db) =>
        db.rows<{ state: string }>(sql`select state from provincial.held_record order by held_at, id`),
      );
      return held.map(({ state }) => state);
    },
    close: () => department.close(),
  };
}

interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly warnings: readonly string[];
}

const told = ({ outcome, code, path, warnings }: Verdict): string =>
  [outcome, code === outcome ? null : code, path, ...warnings.map((one) => `+${one}`)]
    .filter((word) => word !== null)
    .join(' ');

const READER = { ...hubCaller('tests'), scopes: SCOPES };
const SENT = '2026-03-01T07:00:00+08:00';

/** A project of the platform's district with its parties, two crews and one worker on record. */
export async function openSite(hub: Hub, projectCode: string): Promise<void> {
  const enterprises = [OWNER, CONTRACTOR, LABOUR].map((creditCode) => ({
    creditCode,
    name: '示例建设有限公司',
    divisionCode: '450100',
  }));
  const crews = ['1', '2'].map((crewNo) => ({ projectCode, unitCode: LABOUR, crewNo, name: '木工班组' }));
  expect([
    await hub.submit('submitEnterprises', enterprises, { caller: hubCaller('tests'), source: 'registry' }),
    await hub.submit('fileProjects', [project({ projectCode })]),
    await hub.submit('submitParticipatingUnits', [
      { projectCode, enterpriseCode: LABOUR, role: 'SUBCONTRACTOR' },
    ]),
    await hub.submit('submitCrews', crews),
    await hub.submit('submitMigrantWorkers', [{ ...person(WORKER), name: '韦示例' }]),
  ]).toEqual([
    expect.arrayContaining([expect.stringMatching(/^(ACCEPTED|DUPLICATE ALREADY_RECORDED)$/)]),
    ['ACCEPTED'],
    ['ACCEPTED'],
    ['ACCEPTED', 'ACCEPTED'],
    [expect.stringMatching(/^(ACCEPTED|DUPLICATE ALREADY_RECORDED)$/)],
  ]);
}

/** The birthday of the worker that is on record at every site of these tests. */
export const WORKER = '1990-01-02';

/** A filing in order. */
export const project = (more: object = {}) => ({
  projectCode: 'A',
  sector: 'HOUSING',
  name: '青秀区示例路安置房工程',
  divisionCode: '450103',
  constructionStatus: '003',
  ownerCode: OWNER,
  generalContractorCode: CONTRACTOR,
  startedOn: '2026-02-20',
  ...more,
});
