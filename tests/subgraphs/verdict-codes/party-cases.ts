import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import type { Case } from './cases.ts';
import { LATER, platform } from './rooms.ts';
import { card, CONTRACTOR, enterprise, LABOUR, mason, project } from './site.ts';

const AUTHORITY = {
  caller: {
    ...platform,
    scopes: [...platform.scopes, 'credit:submit', 'complaint:submit', 'organisation:submit'],
  },
};

const qualification = (certificateNo: string, more: object = {}) => ({
  enterpriseCode: LABOUR,
  certificateNo,
  name: '建筑工程施工总承包',
  kind: '3',
  validFrom: '2024-05-01',
  validTo: '2029-04-30',
  ...more,
});
const listing = (listingNo: string, more: object = {}) => ({
  enterpriseCode: LABOUR,
  listingNo,
  startsOn: '2025-06-01',
  endsOn: '2026-05-31',
  reason: '拖欠农民工工资（虚构示例）',
  authority: '示例住房和城乡建设厅',
  ...more,
});
const conduct = (recordNo: string, more: object = {}) => ({
  recordNo,
  kind: 'BAD',
  decidedOn: '2026-02-01',
  authority: '示例住房和城乡建设局',
  reason: '未按规定实名登记（虚构示例）',
  ...more,
});
const credential = (credentialNumber: string, more: object = {}) => ({
  ...mason,
  kind: '014005017',
  credentialNumber,
  ...more,
});

const manager = (bornOn: string, more: object = {}) => ({
  projectCode: 'A',
  unitCode: CONTRACTOR,
  role: 'GENERAL_CONTRACTOR',
  documentNumber: card(bornOn),
  name: '覃示例',
  post: '03',
  registrationNo: '145000000001',
  enteredOn: '2026-02-20',
  ...more,
});
const complaint = (complaintNo: string, more: object = {}) => ({
  receivingBody: 'RS-450103',
  complaintNo,
  projectCode: 'A',
  receivedOn: '2026-02-09',
  ...more,
});
const organisation = (code: string, more: object = {}) => ({
  code,
  name: '示例区住房和城乡建设局',
  kind: 'INDUSTRY_DEPARTMENT',
  level: 'COUNTY',
  sector: 'HOUSING',
  divisionCode: '450103',
  ...more,
});

const [APP_WORKER, OTHER_WORKER] = [
  '0197a3c2-5f00-7000-8000-000000000001',
  '0197a3c2-5f00-7000-8000-000000000002',
];
/** A worker's app, on behalf of one worker. */
const WORKER_APP = {
  caller: {
    ...platform,
    organisation: 'worker-app',
    kind: 'WORKER_APP',
    worker: APP_WORKER,
    scopes: ['complaint:submit'],
  },
} as const;
const OTHERS = { caller: { ...platform, organisation: 'vendor-b' } };

/** The inputs that give the codes of parties and people. */
export const partyCases = {
  CLAIM_KEPT: {
    before: [['submitEnterprises', enterprise({ creditCode: enterpriseCode('450100', 70) })]],
    send: [
      'submitEnterprises',
      enterprise({ creditCode: enterpriseCode('450100', 70), name: '别名建设有限公司' }),
      OTHERS,
    ],
    told: 'DUPLICATE',
  },
  CLAIM_WITHDRAWN: {
    before: [
      ['submitEnterprises', enterprise({ creditCode: enterpriseCode('450100', 71) })],
      ['submitEnterprises', enterprise({ creditCode: enterpriseCode('450100', 71) }), OTHERS],
    ],
    send: (recordId) => [
      'withdrawProvincialRecords',
      { dataset: 'ENTERPRISE', recordId },
      { sentAt: LATER, ...OTHERS },
    ],
    told: 'DUPLICATE',
  },
  WITHDRAWN_OTHER_SHOWN: {
    before: [
      ['submitEnterprises', enterprise({ creditCode: enterpriseCode('450100', 72) })],
      ['submitEnterprises', enterprise({ creditCode: enterpriseCode('450100', 72) }), OTHERS],
    ],
    send: (recordId) => ['withdrawProvincialRecords', { dataset: 'ENTERPRISE', recordId }, { sentAt: LATER }],
    told: 'CORRECTED',
  },
  WORKER_OF_ANOTHER: {
    send: ['submitArrearsComplaints', complaint('W-1', { workerId: OTHER_WORKER }), WORKER_APP],
    told: 'REJECTED workerId',
  },
  PRESENCE_UNKNOWN: {
    send: ['submitArrearsComplaints', complaint('W-3', { workerId: APP_WORKER }), WORKER_APP],
    told: 'HELD projectCode',
  },
  RECEIVING_BODY_ONLY: {
    send: [
      'submitArrearsComplaints',
      complaint('W-2', { workerId: APP_WORKER, acceptedOn: '2026-02-10' }),
      WORKER_APP,
    ],
    told: 'REJECTED acceptedOn',
  },
  REMOVED_AFTER_TERM: {
    send: [
      'submitEnterpriseBlacklistings',
      listing('1', { endsOn: '2026-01-31', removedOn: '2026-02-01' }),
      AUTHORITY,
    ],
    told: 'REJECTED removedOn',
  },
  LEVEL_OF_GOOD_RECORD: {
    send: ['submitWorkerRecords', conduct('1', { ...mason, kind: 'GOOD', level: '52' }), AUTHORITY],
    told: 'REJECTED level',
  },
  STATUS_AGAINST_VALIDITY: {
    send: ['submitWorkerCredentials', credential('1', { status: '4', validTo: '2027-02-28' })],
    told: 'REJECTED status',
  },
  HOLDER_TOO_YOUNG: {
    send: ['submitWorkerCredentials', credential('2', { issuedOn: '2005-01-01' })],
    told: 'REJECTED issuedOn',
  },
  NEVER_ENGAGED_HERE: {
    before: [['fileProjects', project({ projectCode: 'Q' })]],
    send: ['submitWorkerRecords', conduct('2', { ...mason, projectCode: 'Q' }), AUTHORITY],
    told: 'ACCEPTED',
  },
  VALIDITY_ENDED: {
    send: ['submitEnterpriseQualifications', qualification('1', { validTo: '2025-12-31' })],
    told: 'ACCEPTED',
  },
  TERM_UNUSUAL: {
    send: ['submitEnterpriseQualifications', qualification('2', { validTo: '2034-04-30' })],
    told: 'ACCEPTED',
  },
  HOLDER_NAME_DIFFERS: {
    send: ['submitWorkerCredentials', credential('3', { holderName: '黄示例' })],
    told: 'ACCEPTED',
  },
  NOT_A_MANAGEMENT_POST: {
    send: ['submitSiteManagers', manager('1980-01-01', { post: '01' })],
    told: 'REJECTED post',
  },
  REGISTRATION_NUMBER_MISSING: {
    send: ['submitSiteManagers', manager('1980-01-02', { registrationNo: null })],
    told: 'ACCEPTED',
  },
  MANAGER_OF_TWO_PROJECTS: {
    before: [
      ['fileProjects', project({ projectCode: 'R' })],
      ['submitSiteManagers', manager('1980-01-03', { projectCode: 'R' })],
    ],
    send: ['submitSiteManagers', manager('1980-01-03')],
    told: 'ACCEPTED',
  },
  OUTCOME_MISSING: {
    send: ['submitArrearsComplaints', complaint('1', { closedOn: '2026-02-20' }), AUTHORITY],
    told: 'REJECTED outcome',
  },
  OUTCOME_BEFORE_CLOSING: {
    send: ['submitArrearsComplaints', complaint('1', { outcome: 'PAID' }), AUTHORITY],
    told: 'REJECTED closedOn',
  },
  COMPLAINT_REPEATED: {
    before: [['submitArrearsComplaints', complaint('2', mason), AUTHORITY]],
    send: ['submitArrearsComplaints', complaint('3', mason), AUTHORITY],
    told: 'ACCEPTED',
  },
  BODY_NOT_LISTED: { send: ['submitArrearsComplaints', complaint('4'), AUTHORITY], told: 'ACCEPTED' },
  SECTOR_MISSING: {
    send: ['submitOrganisations', organisation('1', { sector: null }), AUTHORITY],
    told: 'REJECTED sector',
  },
  LEVEL_NOT_OF_DIVISION: {
    send: ['submitOrganisations', organisation('1', { level: 'TOWNSHIP' }), AUTHORITY],
    told: 'REJECTED level',
  },
  PARENT_NOT_ABOVE: {
    before: [['submitOrganisations', organisation('2'), AUTHORITY]],
    send: ['submitOrganisations', organisation('3', { parentCode: '2' }), AUTHORITY],
    told: 'REJECTED parentCode',
  },
  DIVISION_OUTSIDE_REACH: {
    send: ['submitOrganisations', organisation('1', { divisionCode: '450203' }), AUTHORITY],
    told: 'REJECTED divisionCode',
  },
  ORGANISATION_UNKNOWN: {
    send: ['submitOrganisations', organisation('4', { parentCode: 'NONE' }), AUTHORITY],
    told: 'HELD parentCode',
  },
} as const satisfies Record<string, Case>;

/** A record in order of each of its datasets. */
export const partyRecords = [
  ['submitEnterpriseQualifications', qualification('3')],
  ['submitEnterpriseRecords', conduct('3', { enterpriseCode: enterprise().creditCode })],
  ['submitEnterpriseBlacklistings', listing('2')],
  ['submitWorkerCredentials', credential('4')],
  ['submitWorkerRecords', conduct('4', mason)],
  ['submitSiteManagers', manager('1980-01-04')],
  ['submitOrganisations', organisation('5')],
  ['submitArrearsComplaints', complaint('5', mason)],
] as const;
