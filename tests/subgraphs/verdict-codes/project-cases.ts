import { expect } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import type { Case } from './cases.ts';
import { platform, type Rooms, type Row } from './rooms.ts';
import { CONTRACTOR, LABOUR, line, mason, OWNER, project, punch, sheet, worker } from './site.ts';

const FILE = 'a'.repeat(64);
const SITE = 'FENCED';

/** A platform of two sectors, and the project's own contractor. */
const BOTH: Caller = { ...platform, organisation: 'vendor-both', sectors: ['HOUSING', 'WATER'] };
const BUILDER: Caller = {
  ...platform,
  organisation: 'own-system',
  kind: 'ENTERPRISE',
  enterprise: OWNER,
  projects: [],
};

const application = (applicationNo: string, more: object = {}) => ({
  projectCode: 'A',
  applicationNo,
  fromStatus: '003',
  toStatus: '005',
  reason: '汛期停工（虚构示例）',
  proofs: [FILE],
  appliedOn: '2026-02-28',
  applicantCode: LABOUR,
  ...more,
});
const device = (deviceNo: string, more: object = {}) => ({
  projectCode: 'A',
  deviceNo,
  attendType: '001',
  installedOn: '2026-02-20',
  ...more,
});
const CENTRE = { centreLongitude: 108.37, centreLatitude: 22.82, radius: 300 };
const fence = (fenceNo: string, more: object = CENTRE) => ({
  projectCode: 'A',
  fenceNo,
  startsOn: '2026-02-20',
  ...more,
});
const board = (more: object = {}) => ({
  projectCode: 'A',
  boardNo: '1',
  showsParties: true,
  showsWageTerms: true,
  showsComplaintChannels: true,
  pictures: [FILE],
  postedOn: '2026-02-21',
  ...more,
});
const commitment = (more: object = {}) => ({
  projectCode: 'A',
  enterpriseCode: LABOUR,
  fileDigest: FILE,
  signedOn: '2026-02-21',
  signerName: '韦示例',
  ...more,
});
const approval = {
  projectCode: 'A',
  approvalNo: '示例发改投资〔2025〕12号',
  level: '004',
  authority: '示例区发展和改革局',
  approvedOn: '2025-10-01',
};
const funding = (statementNo: string, more: object = {}) => ({
  projectCode: 'A',
  statementNo,
  fundSource: 'TREASURY',
  isGovernmentInvested: true,
  needed: '1000000.00',
  arranged: '1000000.00',
  statedOn: '2026-01-10',
  ...more,
});
const mark = { projectCode: 'A', startsOn: '2026-02-01', reason: '多次预警', authority: '示例区人社局' };
const confirmation = (sheetNo: string, more: object = {}) => ({
  projectCode: 'A',
  sheetNo,
  lineNo: 1,
  ...mason,
  confirmedAt: '2026-02-28T18:00:00+08:00',
  channel: 'APP',
  ...more,
});
const corners = (...places: readonly (readonly [longitude: number, latitude: number])[]) => ({
  corners: places.map(([longitude, latitude]) => ({ longitude, latitude })),
});
const at = (longitude: number, more: object = {}) =>
  punch('2026-03-01T07:20:00+08:00', {
    projectCode: SITE,
    crewNo: null,
    longitude,
    latitude: 22.82,
    ...more,
  });
const fenced: NonNullable<Case['before']> = [
  ['fileProjects', project({ projectCode: SITE })],
  ['submitGeofences', fence('1', { ...CENTRE, projectCode: SITE })],
];
const gate: NonNullable<Case['before']> = [
  ['fileProjects', project({ projectCode: 'GATED' })],
  ['submitAttendanceDevices', device('G1', { projectCode: 'GATED' })],
];

const abbreviation: Row = {
  projectCode: 'A',
  subject: 'PROJECT',
  abbreviation: '示例简称',
  contractorCode: CONTRACTOR,
  approvedOn: '2026-02-19',
  authority: '示例区住房和城乡建设局',
};

/** A record in order of every dataset on projects and their sites. */
export const projectRecords = [
  ['submitStatusChangeApplications', application('20')],
  ['submitAttendanceDevices', device('20')],
  ['submitGeofences', fence('20')],
  ['submitNoticeBoards', board({ boardNo: '20' })],
  ['submitNoArrearsCommitments', commitment()],
  ['submitProjectApprovals', approval],
  ['submitFundingStatements', funding('20')],
  ['submitKeySupervisionMarks', mark],
  ['submitAbbreviationApprovals', abbreviation],
  ['submitPayrollConfirmations', confirmation('20')],
] as const satisfies readonly (readonly [string, Row])[];

const OFFICER: Caller = {
  ...platform,
  organisation: '示例区住建局',
  kind: 'DEPARTMENT',
  roles: ['county-housing'],
  scopes: ['project:read', 'project:supervise'],
};

/** Project D, whose suspension the department has approved. */
export async function openDecided({ submit, provincial }: Rooms): Promise<void> {
  await submit('fileProjects', [project({ projectCode: 'D' })]);
  const [told] = await submit('submitStatusChangeApplications', [
    application('1', { projectCode: 'D', applicantCode: OWNER }),
  ]);
  const { data, errors } = await provincial.ask(
    OFFICER,
    `mutation ($input: DecideStatusChangeInput!) { decideStatusChange(input: $input) { __typename } }`,
    {
      variables: {
        input: {
          applicationId: told!.recordId,
          expectedVersion: 1,
          outcome: 'APPROVED',
          reason: '证明材料齐全，同意停工。',
        },
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ decideStatusChange: { __typename: 'StatusChangeDecided' } });
}

/** The inputs that give the codes of projects and their sites. */
export const projectCases = {
  DIGEST_MALFORMED: {
    send: ['submitNoticeBoards', board({ pictures: [FILE, 'a'.repeat(63)] })],
    told: 'REJECTED pictures.1',
  },
  DIGEST_REPEATED: {
    send: ['submitNoticeBoards', board({ pictures: [FILE, FILE.toUpperCase()] })],
    told: 'REJECTED pictures',
  },
  AMOUNT_ZERO: { send: ['submitFundingStatements', funding('1', { needed: '0' })], told: 'REJECTED needed' },
  STATUS_UNCHANGED: {
    send: ['submitStatusChangeApplications', application('2', { toStatus: 'UNDER_CONSTRUCTION' })],
    told: 'REJECTED toStatus',
  },
  STATUS_DIFFERS: {
    send: ['submitStatusChangeApplications', application('3', { fromStatus: '002' })],
    told: 'REJECTED fromStatus',
  },
  POSITION_INCOMPLETE: {
    send: ['submitAttendance', punch('2026-03-01T07:19:00+08:00', { longitude: '108.37' })],
    told: 'REJECTED latitude',
  },
  POSITION_OUTSIDE_CHINA: {
    send: ['submitGeofences', fence('2', { ...CENTRE, centreLongitude: 22.82, centreLatitude: 88.37 })],
    told: 'REJECTED centreLongitude',
  },
  FENCE_SHAPE_UNCLEAR: {
    send: ['submitGeofences', fence('3', { centreLongitude: 108.37, centreLatitude: 22.82 })],
    told: 'REJECTED radius',
  },
  FENCE_CROSSES_ITSELF: {
    send: [
      'submitGeofences',
      fence('4', corners([108.37, 22.82], [108.38, 22.83], [108.38, 22.82], [108.37, 22.83])),
    ],
    told: 'REJECTED corners',
  },
  FENCE_TOO_LARGE: {
    send: ['submitGeofences', fence('5', corners([108, 22], [109, 22], [109, 23]))],
    told: 'REJECTED corners',
  },
  APPLICATION_DECIDED: {
    send: [
      'submitStatusChangeApplications',
      application('1', { projectCode: 'D', applicantCode: OWNER, reason: '另一个原因' }),
    ],
    told: 'REJECTED',
  },
  CONFIRMED_BY_ANOTHER: {
    before: [
      ['submitPayrollSheets', sheet('C1')],
      ['submitMigrantWorkers', worker('1993-01-02')],
    ],
    send: ['submitPayrollConfirmations', confirmation('C1', worker('1993-01-02', { name: undefined }))],
    told: 'REJECTED',
  },
  PAYROLL_ENTRY_UNKNOWN: {
    send: ['submitPayrollConfirmations', confirmation('NONE')],
    told: 'HELD lineNo',
  },
  OUTSIDE_GEOFENCE: { before: fenced, send: ['submitAttendance', at(108.38)], told: 'ACCEPTED' },
  MOBILE_WITHOUT_GEOFENCE: {
    before: [['fileProjects', project({ projectCode: 'OPEN' })]],
    send: ['submitAttendance', at(108.37, { projectCode: 'OPEN' })],
    told: 'ACCEPTED',
  },
  DEVICE_NOT_REGISTERED: {
    before: gate,
    send: [
      'submitAttendance',
      punch('2026-03-01T07:21:00+08:00', { projectCode: 'GATED', crewNo: null, deviceNo: 'G2' }),
    ],
    told: 'ACCEPTED',
  },
  DEVICE_NOT_IN_PLACE: {
    before: gate,
    send: [
      'submitAttendance',
      punch('2026-02-19T07:21:00+08:00', { projectCode: 'GATED', crewNo: null, deviceNo: 'G1' }),
    ],
    told: 'ACCEPTED',
  },
  DEVICE_AT_TWO_SITES: {
    before: [
      ['fileProjects', project({ projectCode: 'MOVED' })],
      ['submitAttendanceDevices', device('M1', { projectCode: 'MOVED', serialNo: 'SN-1' })],
    ],
    send: ['submitAttendanceDevices', device('M1', { serialNo: 'SN-1' })],
    told: 'ACCEPTED',
  },
  FILED_ON_RECEIPT: {
    send: [
      'fileProjects',
      project({ projectCode: 'BACK-DATED', filedOn: '2026-02-21' }),
      { caller: BUILDER },
    ],
    told: 'ACCEPTED',
  },
  STATUS_NOT_APPROVED: {
    before: [['fileProjects', project({ projectCode: 'SLOW' })]],
    send: [
      'fileProjects',
      project({ projectCode: 'SLOW', constructionStatus: '005' }),
      { sentAt: '2026-03-01T07:30:00+08:00' },
    ],
    told: 'CORRECTED',
  },
  STATUS_AGAINST_DAYS: {
    send: ['fileProjects', project({ projectCode: 'DONE', completedOn: '2026-02-28' })],
    told: 'REJECTED constructionStatus',
  },
  PROJECT_MOVED: {
    before: [['fileProjects', project({ projectCode: 'MOVES' }), { caller: BOTH }]],
    send: [
      'fileProjects',
      project({ projectCode: 'MOVES', sector: 'WATER' }),
      { caller: BOTH, sentAt: '2026-03-01T07:30:00+08:00' },
    ],
    told: 'CORRECTED',
  },
  PROJECT_MOVED_BY_ENTERPRISE: {
    before: [['fileProjects', project({ projectCode: 'STAYS' }), { caller: BUILDER }]],
    send: [
      'fileProjects',
      project({ projectCode: 'STAYS', sector: 'WATER' }),
      { caller: BUILDER, sentAt: '2026-03-01T07:30:00+08:00' },
    ],
    told: 'REJECTED sector',
  },
  DAYS_EXCEED_MONTH: {
    send: ['submitPayrollSheets', sheet('LONG', { entries: [line({ days: 29 })] })],
    told: 'REJECTED entries.0.days',
  },
  ACTUAL_EXCEEDS_PAYABLE: {
    send: ['submitPayrollSheets', sheet('MORE', { entries: [line({ actual: '100.01' })] })],
    told: 'ACCEPTED',
  },
  SHEET_BEFORE_START: {
    send: ['submitPayrollSheets', sheet('EARLY', { payMonth: '2026-01' })],
    told: 'ACCEPTED',
  },
  CREW_OF_ANOTHER_UNIT: {
    send: ['submitPayrollSheets', sheet('ASTRAY', { unitCode: OWNER })],
    told: 'ACCEPTED',
  },
  STATUS_AS_DECIDED: {
    send: [
      'fileProjects',
      project({ projectCode: 'D', address: '示例路1号' }),
      { sentAt: '2026-03-01T07:30:00+08:00' },
    ],
    told: 'CORRECTED',
  },
  NOTICE_BOARD_INCOMPLETE: {
    send: ['submitNoticeBoards', board({ boardNo: '2', showsWageTerms: 0 })],
    told: 'ACCEPTED',
  },
  FUNDS_NOT_IN_PLACE: {
    send: ['submitFundingStatements', funding('2', { arranged: '999999.99' })],
    told: 'ACCEPTED',
  },
  CONTRACTOR_ADVANCES_FUNDS: {
    send: ['submitFundingStatements', funding('3', { fundSource: 'CONTRACTOR_ADVANCE' })],
    told: 'ACCEPTED',
  },
  CONFIRMED_OTHER_AMOUNT: {
    before: [['submitPayrollSheets', sheet('C2', { entries: [line()] })]],
    send: ['submitPayrollConfirmations', confirmation('C2', { confirmed: '99.99' })],
    told: 'ACCEPTED',
  },
} as const satisfies Readonly<Record<string, Case>>;
