/** The mutation that takes a dataset, and the type of its records (标准报送). */
export interface DatasetOperation {
  readonly operation: string;
  readonly input: string;
}

/** Datasets whose records are one row each; wage sheets have lines of their own and are no county CSV. */
export const datasetOperations: Readonly<Record<string, DatasetOperation>> = {
  ENTERPRISE: { operation: 'submitEnterprises', input: 'EnterpriseRecordInput' },
  PROJECT: { operation: 'fileProjects', input: 'ProjectRecordInput' },
  PARTICIPATING_UNIT: { operation: 'submitParticipatingUnits', input: 'ParticipatingUnitRecordInput' },
  CREW: { operation: 'submitCrews', input: 'CrewRecordInput' },
  MIGRANT_WORKER: { operation: 'submitMigrantWorkers', input: 'MigrantWorkerRecordInput' },
  REAL_NAME_REGISTRATION: {
    operation: 'submitRealNameRegistrations',
    input: 'RealNameRegistrationRecordInput',
  },
  ENGAGEMENT: { operation: 'submitEngagements', input: 'EngagementRecordInput' },
  ATTENDANCE: { operation: 'submitAttendance', input: 'AttendanceRecordInput' },
  LABOUR_CONTRACT: { operation: 'submitLabourContracts', input: 'LabourContractRecordInput' },
  SPECIAL_WAGE_ACCOUNT: { operation: 'submitSpecialWageAccounts', input: 'SpecialWageAccountRecordInput' },
  WAGE_CARD: { operation: 'submitWageCards', input: 'WageCardRecordInput' },
};

/** The document that submits records of a dataset and asks for what becomes of each. */
export const submissionDocument = ({ operation, input }: DatasetOperation): string =>
  `mutation Import($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
  ${operation}(envelope: $envelope, records: $records) {
    id replayed verdicts { index outcome code recordId path expected remedy message warnings }
  }
}`;
