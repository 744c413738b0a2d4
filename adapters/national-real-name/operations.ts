import { graphDocument } from './graph-document.ts';

/** The standard submissions that the interface is translated to, with the type of their records. */
export const OPERATIONS = {
  submitEnterprises: 'EnterpriseRecordInput',
  fileProjects: 'ProjectRecordInput',
  submitParticipatingUnits: 'ParticipatingUnitRecordInput',
  submitSiteManagers: 'SiteManagerRecordInput',
  submitCrews: 'CrewRecordInput',
  submitMigrantWorkers: 'MigrantWorkerRecordInput',
  submitRealNameRegistrations: 'RealNameRegistrationRecordInput',
  submitEngagements: 'EngagementRecordInput',
  submitAttendance: 'AttendanceRecordInput',
  submitPayrollSheets: 'PayrollSheetRecordInput',
  submitLabourContracts: 'LabourContractRecordInput',
  submitSpecialWageAccounts: 'SpecialWageAccountRecordInput',
  submitWageCards: 'WageCardRecordInput',
  submitTrainings: 'TrainingRecordInput',
} as const;

export type Operation = keyof typeof OPERATIONS;

/** The document of a submission; always the same text, so that the graph plans it once. */
export const documentOf = (operation: Operation): string => DOCUMENTS[operation];

const DOCUMENTS = Object.fromEntries(
  Object.entries(OPERATIONS).map(([operation, input]) => [
    operation,
    graphDocument(`mutation RealName_${operation}($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
  ${operation}(envelope: $envelope, records: $records) {
    verdicts { index outcome code path expected }
  }
}`),
  ]),
) as Record<Operation, string>;

/** A verdict as the documents above ask for it. */
export interface AnsweredVerdict {
  readonly index: number;
  readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'CORRECTED' | 'HELD' | 'REJECTED';
  readonly code: string;
  readonly path: string | null;
  readonly expected: string | null;
}
