import { expect } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { enterpriseCode, residentNumber } from '../../../seeds/synthetic-numbers.ts';
import { type Rooms, SENT } from './rooms.ts';

export const [OWNER, CONTRACTOR, LABOUR] = [1, 2, 3].map((serial) => enterpriseCode('450100', serial)) as [
  string,
  string,
  string,
];

/** A number that passes its check and belongs to nobody; the day of birth tells them apart. */
export const card = (bornOn: string): string => residentNumber('450103', bornOn);
/** The worker who is on record. */
export const mason = { documentType: '01', documentNumber: card('1990-01-02') };

export const enterprise = (more: object = {}) => ({
  creditCode: enterpriseCode('450100', 50),
  name: '示例建设有限公司',
  divisionCode: '450100',
  ...more,
});
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
export const unit = (more: object = {}) => ({
  projectCode: 'A',
  enterpriseCode: LABOUR,
  role: 'SUBCONTRACTOR',
  ...more,
});
export const crew = (crewNo: string, more: object = {}) => ({
  projectCode: 'A',
  unitCode: LABOUR,
  crewNo,
  name: '木工班组',
  ...more,
});
export const worker = (bornOn: string, more: object = {}) => ({
  documentType: '01',
  documentNumber: card(bornOn),
  name: '韦示例',
  ...more,
});
export const engagement = (more: object = {}) => ({
  projectCode: 'A',
  crewNo: '1',
  ...mason,
  enteredOn: '2026-02-20',
  ...more,
});
export const punch = (occurredAt: unknown, more: object = {}) => ({
  projectCode: 'A',
  crewNo: '1',
  ...mason,
  occurredAt,
  direction: 'IN',
  ...more,
});
export const line = (more: object = {}) => ({ ...mason, payable: '100.00', actual: '100.00', ...more });
export const sheet = (sheetNo: string, more: object = {}) => ({
  projectCode: 'A',
  sheetNo,
  unitCode: LABOUR,
  crewNo: '1',
  payMonth: '2026-02',
  paidOn: '2026-02-28',
  entries: [line()],
  ...more,
});
export const contract = (more: object = {}) => ({
  projectCode: 'A',
  ...mason,
  contractNo: 'HT-1',
  employerCode: LABOUR,
  periodKind: '1',
  startsOn: '2026-02-01',
  ...more,
});
export const account = (more: object = {}) => ({
  bankCode: '102',
  accountNumber: '2102000000000001',
  projectCode: 'A',
  ...more,
});
export const wageCard = (cardNumber: string, more: object = {}) => ({
  ...mason,
  bankCode: '102',
  cardNumber,
  cardholderName: '韦示例',
  ...more,
});

/** Projects of two other sectors. */
const OTHERS = [
  project({ projectCode: 'ROAD', sector: 'TRANSPORT' }),
  project({ projectCode: 'DAM', sector: 'WATER' }),
];

/** Project A with its parties, crew 1 and one worker on record. */
export async function openSite({ submit }: Rooms): Promise<void> {
  const parties = [OWNER, CONTRACTOR, LABOUR].map((creditCode) => enterprise({ creditCode }));
  const steps = [
    await submit('submitEnterprises', parties, { caller: hubCaller('tests'), source: 'registry' }),
    await submit('fileProjects', [project()]),
    await submit('fileProjects', OTHERS, { caller: hubCaller('tests'), source: 'registry' }),
    await submit('submitParticipatingUnits', [unit()]),
    await submit('submitCrews', [crew('1')], { sentAt: SENT }),
    await submit('submitMigrantWorkers', [worker('1990-01-02')]),
  ];
  expect(new Set(steps.flat().map(({ code }) => code))).toEqual(new Set(['ACCEPTED']));
}
