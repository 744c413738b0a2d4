import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { withClient } from '../../../hub/database/connection.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { housing } from '../../../subgraphs/housing/index.ts';
import { humanResources } from '../../../subgraphs/human-resources/index.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { LEDGER_LIMITS } from '../../../subgraphs/store.ts';
import { transport } from '../../../subgraphs/transport/index.ts';
import { water } from '../../../subgraphs/water/index.ts';
import { serverUrl } from '../../support/database.ts';
import { type Department, openDepartment } from '../support/department.ts';
import { graphOver, vendor } from '../support/submitting.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A platform of one district's housing sites, with every right to submit. */
export const platform: Caller = vendor(
  'vendor-a',
  '450103',
  ['project', 'worker', 'attendance', 'payroll', 'contract', 'inspection', 'credit', 'account'].map(
    (of) => `${of}:submit`,
  ),
  'HOUSING',
);

/** A department of the district; what authorities do they alone state. */
const inspector: Caller = { ...platform, kind: 'DEPARTMENT' };
const OF_AUTHORITIES: ReadonlySet<string> = new Set([
  'submitInspectionCases',
  'submitInterviews',
  'submitRectificationOrders',
  'submitAbbreviationApprovals',
]);
/** Who sends what, where a test does not say. */
export const usualCaller = (operation: Operation): Caller =>
  OF_AUTHORITIES.has(operation) ? inspector : platform;

/** So many records a client may have waiting here; few, so that a test can reach it. */
export const MOST_HELD = 60;
/** A source whose times must name their zone. */
export const ZONED = 'zoned-source';

const limits = { ...LEDGER_LIMITS, heldPerClient: MOST_HELD, zoneRequiredOf: [ZONED] };

/** Every mutation that takes records: its room and the type of its records. */
export const DATASETS = {
  submitEnterprises: ['provincial', 'EnterpriseRecordInput'],
  fileProjects: ['provincial', 'ProjectRecordInput'],
  submitParticipatingUnits: ['provincial', 'ParticipatingUnitRecordInput'],
  submitCrews: ['provincial', 'CrewRecordInput'],
  submitMigrantWorkers: ['provincial', 'MigrantWorkerRecordInput'],
  submitRealNameRegistrations: ['provincial', 'RealNameRegistrationRecordInput'],
  submitEngagements: ['provincial', 'EngagementRecordInput'],
  submitAttendance: ['provincial', 'AttendanceRecordInput'],
  submitPayrollSheets: ['provincial', 'PayrollSheetRecordInput'],
  submitLabourContracts: ['humanResources', 'LabourContractRecordInput'],
  submitTrainings: ['humanResources', 'TrainingRecordInput'],
  submitWageOfficers: ['humanResources', 'WageOfficerRecordInput'],
  submitInspectionCases: ['humanResources', 'InspectionCaseRecordInput'],
  submitInterviews: ['humanResources', 'InterviewRecordInput'],
  submitRectificationOrders: ['humanResources', 'RectificationOrderRecordInput'],
  submitDiscreditedListings: ['humanResources', 'DiscreditedListingRecordInput'],
  submitCreditRecords: ['humanResources', 'CreditRecordRecordInput'],
  submitSpecialWageAccounts: ['banking', 'SpecialWageAccountRecordInput'],
  submitWageCards: ['banking', 'WageCardRecordInput'],
  submitAccountFlows: ['banking', 'AccountFlowRecordInput'],
  submitLabourCostTransfers: ['banking', 'LabourCostTransferRecordInput'],
  submitDisbursements: ['banking', 'DisbursementRecordInput'],
  submitGuaranteeDeposits: ['banking', 'GuaranteeDepositRecordInput'],
  submitGuaranteeLetters: ['banking', 'GuaranteeLetterRecordInput'],
  submitPaymentGuarantees: ['banking', 'PaymentGuaranteeRecordInput'],
  submitAccountFreezes: ['banking', 'AccountFreezeRecordInput'],
  submitEmptyAccountDays: ['banking', 'EmptyAccountDayRecordInput'],
  submitEnterpriseQualifications: ['provincial', 'EnterpriseQualificationRecordInput'],
  submitEnterpriseRecords: ['provincial', 'EnterpriseConductRecordInput'],
  submitEnterpriseBlacklistings: ['provincial', 'EnterpriseBlacklistingRecordInput'],
  submitWorkerCredentials: ['provincial', 'WorkerCredentialRecordInput'],
  submitWorkerRecords: ['provincial', 'WorkerConductRecordInput'],
  submitSiteManagers: ['provincial', 'SiteManagerRecordInput'],
  submitOrganisations: ['provincial', 'OrganisationRecordInput'],
  submitArrearsComplaints: ['provincial', 'ArrearsComplaintRecordInput'],
  submitHousingPermits: ['housing', 'HousingPermitRecordInput'],
  submitHousingReviews: ['housing', 'HousingReviewRecordInput'],
  submitHousingInspections: ['housing', 'HousingInspectionRecordInput'],
  submitHousingCreditDeductions: ['housing', 'HousingCreditDeductionRecordInput'],
  submitTransportPermits: ['transport', 'TransportPermitRecordInput'],
  submitTransportReviews: ['transport', 'TransportReviewRecordInput'],
  submitTransportInspections: ['transport', 'TransportInspectionRecordInput'],
  submitTransportCreditDeductions: ['transport', 'TransportCreditDeductionRecordInput'],
  submitWaterPermits: ['water', 'WaterPermitRecordInput'],
  submitWaterReviews: ['water', 'WaterReviewRecordInput'],
  submitWaterInspections: ['water', 'WaterInspectionRecordInput'],
  submitWaterCreditDeductions: ['water', 'WaterCreditDeductionRecordInput'],
  submitContractSections: ['transport', 'ContractSectionRecordInput'],
  submitWaterSections: ['water', 'WaterSectionRecordInput'],
  submitWaterWorks: ['water', 'WaterWorksRecordInput'],
  submitStatusChangeApplications: ['provincial', 'StatusChangeApplicationRecordInput'],
  submitAttendanceDevices: ['provincial', 'AttendanceDeviceRecordInput'],
  submitGeofences: ['provincial', 'GeofenceRecordInput'],
  submitNoticeBoards: ['provincial', 'NoticeBoardRecordInput'],
  submitNoArrearsCommitments: ['provincial', 'NoArrearsCommitmentRecordInput'],
  submitProjectApprovals: ['provincial', 'ProjectApprovalRecordInput'],
  submitFundingStatements: ['provincial', 'FundingStatementRecordInput'],
  submitKeySupervisionMarks: ['provincial', 'KeySupervisionMarkRecordInput'],
  submitAbbreviationApprovals: ['provincial', 'AbbreviationApprovalRecordInput'],
  submitPayrollConfirmations: ['provincial', 'PayrollConfirmationRecordInput'],
  withdrawProvincialRecords: ['provincial', 'WithdrawnRecordInput'],
  withdrawHumanResourcesRecords: ['humanResources', 'WithdrawnRecordInput'],
} as const;

export type Operation = keyof typeof DATASETS;

export interface Sending {
  readonly caller?: Caller;
  readonly source?: string;
  readonly sentAt?: string;
  readonly mode?: 'PARTIAL' | 'ATOMIC';
}

export interface ToldVerdict {
  readonly index: number;
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
  readonly messageEn: string;
  readonly expected: string | null;
  readonly remedy: string | null;
  readonly recordId: string | null;
  readonly heldUntil: string | null;
  readonly warnings: readonly string[];
}

export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/** The departments that take submissions, each on a database of its own; the clock stands at 2026-03-01 08:00. */
export async function openRooms() {
  const province = await openDepartment(provincial, undefined, limits);
  const graph = graphOver(province);
  const rooms = {
    provincial: province,
    humanResources: await openDepartment(humanResources, graph, limits),
    banking: await openDepartment(banking, graph, limits),
    housing: await openDepartment(housing, graph, limits),
    transport: await openDepartment(transport, graph, limits),
    water: await openDepartment(water, graph, limits),
  };
  return {
    ...rooms,
    async submit(
      operation: Operation,
      records: readonly unknown[],
      {
        caller = usualCaller(operation),
        source = caller.organisation,
        sentAt = SENT,
        mode = 'PARTIAL',
      }: Sending = {},
    ): Promise<readonly ToldVerdict[]> {
      const [room, input] = DATASETS[operation];
      const envelope = { idempotencyKey: randomUUID(), sourceSystem: source, sentAt, mode, dryRun: false };
      const reason = operation.startsWith('withdraw') ? ', reason: "sent by mistake"' : '';
      const { data, errors } = await rooms[room].ask(
        caller,
        `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
          ${operation}(envelope: $envelope, records: $records${reason}) { verdicts {
            index outcome code path message messageEn expected remedy recordId heldUntil warnings } } }`,
        { variables: { envelope, records } },
      );
      expect(errors).toBeUndefined();
      return (data![operation] as { verdicts: ToldVerdict[] }).verdicts;
    },
    async close() {
      for (const room of Object.values(rooms).reverse()) await room.close();
    },
  };
}

/** Does something to a department's database as its owner, as an operator might. */
export async function asOperator(department: Department, statement: string): Promise<void> {
  const rows = await department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ name: string }>(sql`select current_database() as name`),
  );
  const url = new URL(serverUrl());
  url.pathname = `/${rows[0]!.name}`;
  await withClient(url.href, (owner) => owner.query(statement));
}

export const SENT = '2026-03-01T07:00:00+08:00';
export const LATER = '2026-03-01T07:30:00+08:00';
