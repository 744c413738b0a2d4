import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { KNOWN } from '../../../../seeds/known.ts';
import { NUMBER } from './planted.ts';
import type { WatchedHub } from './watched-hub.ts';

/** Business time of these tests. */
export const NOW = '2026-01-05T07:31:30+08:00';
export const PROJECT = '4501032026010777';

export const envelope = (more: object = {}) => ({
  idempotencyKey: randomUUID(),
  sourceSystem: 'gate-system',
  sentAt: '2026-01-05T07:31:00+08:00',
  ...more,
});

export const INPUTS = {
  submitEnterprises: 'EnterpriseRecordInput',
  fileProjects: 'ProjectRecordInput',
  submitCrews: 'CrewRecordInput',
  submitMigrantWorkers: 'MigrantWorkerRecordInput',
  submitAttendance: 'AttendanceRecordInput',
  submitPayrollSheets: 'PayrollSheetRecordInput',
  submitLabourContracts: 'LabourContractRecordInput',
  submitSpecialWageAccounts: 'SpecialWageAccountRecordInput',
} as const;
export type Operation = keyof typeof INPUTS;

export const document = (operation: Operation): string =>
  `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${INPUTS[operation]}!]!) {
    ${operation}(envelope: $envelope, records: $records) { id replayed accepted held rejected duplicates
      verdicts { index outcome code path message messageEn expected remedy warnings recordId } } }`;

export const worker = (more: object = {}) => ({ documentNumber: NUMBER, name: '韦示例', ...more });
export const punch = (more: object = {}) => ({
  projectCode: PROJECT,
  crewNo: '1',
  documentNumber: NUMBER,
  occurredAt: '2026-01-05T07:30:00+08:00',
  direction: 'IN',
  ...more,
});
export const project = (more: object = {}) => ({
  projectCode: PROJECT,
  sector: 'HOUSING',
  name: '示例住宅一期',
  divisionCode: '450103',
  constructionStatus: '003',
  generalContractorCode: KNOWN.enterprise,
  ...more,
});
export const line = (more: object = {}) => ({
  documentNumber: NUMBER,
  payable: '100',
  actual: '100',
  ...more,
});
export const sheet = (more: object = {}) => ({
  projectCode: PROJECT,
  sheetNo: 'S1',
  unitCode: KNOWN.enterprise,
  payMonth: '2025-12',
  paidOn: '2026-01-04',
  entries: [line()],
  ...more,
});
export const contract = (more: object = {}) => ({
  projectCode: PROJECT,
  documentNumber: NUMBER,
  contractNo: 'HT-1',
  employerCode: KNOWN.enterprise,
  periodKind: '1',
  startsOn: '2026-01-01',
  ...more,
});
export const account = (more: object = {}) => ({
  bankCode: KNOWN.bank,
  accountNumber: '45001604751050701234',
  projectCode: PROJECT,
  ...more,
});

/** The project with a crew and a worker, by those who may state them. */
export async function fileParents(hub: WatchedHub): Promise<void> {
  const own = { creditCode: KNOWN.enterprise, name: '示例建设有限公司', divisionCode: '450300' };
  const steps: [string, Operation, object][] = [
    ['enterprise', 'submitEnterprises', own],
    ['enterprise', 'fileProjects', project()],
    [
      'enterprise',
      'submitCrews',
      { projectCode: PROJECT, unitCode: KNOWN.enterprise, crewNo: '1', name: '木工班组' },
    ],
    ['vendor', 'submitMigrantWorkers', worker()],
  ];
  for (const [role, operation, record] of steps) {
    const variables = { envelope: envelope({ sourceSystem: `${role}-system` }), records: [record] };
    const { data, errors } = await hub.ask(role, document(operation), variables);
    expect(errors).toBeUndefined();
    expect(data[operation]).toMatchObject({ accepted: 1 });
  }
}
