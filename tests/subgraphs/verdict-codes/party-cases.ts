import type { Case } from './cases.ts';
import { platform } from './rooms.ts';
import { enterprise, LABOUR, mason, project } from './site.ts';

const AUTHORITY = { caller: { ...platform, scopes: [...platform.scopes, 'credit:submit'] } };

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

/** The inputs that give the codes of parties and people. */
export const partyCases = {
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
} as const satisfies Record<string, Case>;

/** A record in order of each of its datasets. */
export const partyRecords = [
  ['submitEnterpriseQualifications', qualification('3')],
  ['submitEnterpriseRecords', conduct('3', { enterpriseCode: enterprise().creditCode })],
  ['submitEnterpriseBlacklistings', listing('2')],
  ['submitWorkerCredentials', credential('4')],
  ['submitWorkerRecords', conduct('4', mason)],
] as const;
