import type { Caller } from '../../../kernel/caller.ts';
import { sharedDatasets } from '../support/sector-records.ts';
import type { Case } from './cases.ts';
import { card, project, punch } from './site.ts';
import { LATER, type Operation, platform, type Row } from './rooms.ts';

/** The district's departments of three sectors in one. */
export const sectorOfficer: Caller = {
  ...platform,
  organisation: 'department-a',
  kind: 'DEPARTMENT',
  scopes: ['sector:submit'],
  sectors: ['HOUSING', 'TRANSPORT', 'WATER'],
};

const { permit, review, inspection, deduction } = sharedDatasets('Housing', 'housing', '01');
const by = { caller: sectorOfficer };

const section = (sectionNo: string, more: object = {}) => ({
  projectCode: 'ROAD',
  sectionNo,
  name: '示例路第一合同段',
  isWaterway: false,
  startsChainage: 'K0+000',
  endsChainage: 'K12+300',
  length: 12_300,
  ...more,
});
const works = (worksNo: string, more: object = {}) => ({
  projectCode: 'DAM',
  worksNo,
  kind: 'RESERVOIR',
  name: '示例水库大坝',
  ...more,
});
const decided = { result: 'RETURNED', reviewedOn: '2026-02-12' };

/** The inputs that give the codes of the sub-platforms of sectors. */
export const sectorCases = {
  PERMIT_NUMBER_MALFORMED: {
    send: ['submitHousingPermits', permit.record('', { permitNo: '桂施 12' }), by],
    told: 'REJECTED permitNo',
  },
  PERMIT_ON_TWO_PROJECTS: {
    before: [
      ['fileProjects', project({ projectCode: 'PERMITTED' })],
      ['submitHousingPermits', permit.record('two'), by],
    ],
    send: [
      'submitHousingPermits',
      permit.record('two', { projectCode: 'PERMITTED' }),
      { ...by, sentAt: LATER },
    ],
    told: 'CORRECTED',
  },
  IDENTITY_CONTRADICTS: {
    send: [
      'submitAttendance',
      punch('2026-02-28T08:00:00+08:00', { workerId: '0197a3c2-5f00-7000-8000-000000000000' }),
    ],
    told: 'REJECTED documentNumber',
  },
  NUMBER_OF_PERSON: {
    send: [
      'submitHousingReviews',
      review.record('1', { ...decided, opinion: `身份证${card('1990-01-02')}` }),
      by,
    ],
    told: 'REJECTED opinion',
  },
  CHAINAGE_MALFORMED: {
    send: ['submitContractSections', section('1', { startsChainage: '0.0km' }), by],
    told: 'REJECTED startsChainage',
  },
  CHAINAGE_REVERSED: {
    send: ['submitContractSections', section('1', { startsChainage: 'K12+400' }), by],
    told: 'REJECTED endsChainage',
  },
  WORKS_KIND_OF_ANOTHER: {
    send: ['submitHousingPermits', permit.record('works', { worksKind: '07' }), by],
    told: 'REJECTED worksKind',
  },
  PENDING_WITH_DECISION: {
    send: ['submitHousingReviews', review.record('1', { reviewedOn: '2026-02-11' }), by],
    told: 'REJECTED reviewedOn',
  },
  RETURN_UNEXPLAINED: {
    send: ['submitHousingReviews', review.record('1', decided), by],
    told: 'REJECTED opinion',
  },
  FINDINGS_MISSING: {
    send: ['submitHousingInspections', inspection.record('1', { findings: '' }), by],
    told: 'REJECTED findings',
  },
  RECTIFICATION_UNFOUNDED: {
    send: ['submitHousingInspections', inspection.record('1', { result: 'IN_ORDER' }), by],
    told: 'REJECTED rectifyBy',
  },
  DEDUCTION_FROM_NOBODY: {
    send: ['submitHousingCreditDeductions', deduction.record('1', { enterpriseCode: null }), by],
    told: 'REJECTED enterpriseCode',
  },
  DEDUCTION_BEFORE_INSPECTION: {
    before: [['submitHousingInspections', inspection.record('2'), by]],
    send: [
      'submitHousingCreditDeductions',
      deduction.record('2', { inspectionNo: '2', decidedOn: '2026-02-09' }),
      by,
    ],
    told: 'REJECTED decidedOn',
  },
  SECTOR_OF_ANOTHER: {
    send: ['submitHousingPermits', permit.record('sector', { projectCode: 'ROAD' }), by],
    told: 'REJECTED projectCode',
  },
  DEPARTMENT_ONLY: {
    send: ['submitHousingReviews', review.record('1'), { caller: platform }],
    told: 'REJECTED',
  },
  INSPECTION_UNKNOWN: {
    send: ['submitHousingCreditDeductions', deduction.record('3', { inspectionNo: '99' }), by],
    told: 'HELD inspectionNo',
  },
  SECTION_UNKNOWN: {
    send: ['submitWaterWorks', works('1', { sectionNo: '99' }), by],
    told: 'HELD sectionNo',
  },
  FACE_ATTENDANCE_UNDECIDED: {
    send: ['submitHousingPermits', permit.record('face', { floorArea: null }), by],
    told: 'ACCEPTED',
  },
  MILEAGE_DIFFERS: {
    send: ['submitContractSections', section('2', { length: 1_230 }), by],
    told: 'ACCEPTED',
  },
  FINDINGS_IN_ORDER: {
    send: [
      'submitHousingInspections',
      inspection.record('5', { result: 'IN_ORDER', findings: '缺围挡', rectifyBy: null }),
      by,
    ],
    told: 'ACCEPTED',
  },
  RECTIFIED_LATE: {
    send: ['submitHousingInspections', inspection.record('4', { rectifiedOn: '2026-02-21' }), by],
    told: 'ACCEPTED',
  },
} as const satisfies Record<string, Case>;

/** A record in order of each of their datasets. */
export const sectorRecords: readonly (readonly [Operation, Row])[] = [
  ...(
    [
      ['Housing', 'housing', '01', 'A'],
      ['Transport', 'transport', '05', 'ROAD'],
      ['Water', 'water', '07', 'DAM'],
    ] as const
  ).flatMap(([type, field, worksKind, projectCode]) =>
    Object.values(sharedDatasets(type, field, worksKind)).map(
      ({ operation, record }) => [operation as Operation, record(`good-${type}`, { projectCode })] as const,
    ),
  ),
  ['submitContractSections', section('good')],
  ['submitWaterSections', { projectCode: 'DAM', sectionNo: 'good', name: '大坝枢纽标' }],
  ['submitWaterWorks', works('good')],
];
