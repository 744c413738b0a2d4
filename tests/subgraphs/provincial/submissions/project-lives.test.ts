import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { official } from '../../support/department.ts';
import { type Life, livesThrough } from './life-of-a-fact.ts';
import { digestOf, PROJECT_INPUTS, siteOffices } from './project-inputs.ts';
import {
  CONTRACTOR,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  OWNER,
  person,
  project,
  WORKER,
} from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  expect(await hub.submit('submitPayrollSheets', [sheet('S1')])).toEqual(['ACCEPTED +NOT_ENGAGED_HERE']);
});
afterAll(() => hub?.close());

const [office] = siteOffices;
const sheet = (sheetNo: string) => ({
  projectCode: 'A',
  sheetNo,
  unitCode: LABOUR,
  payMonth: '2026-02',
  paidOn: '2026-02-28',
  entries: [{ ...person(WORKER), days: 20, payable: '4000.00', actual: '4000.00' }],
});

/** Every dataset on projects and their sites: a record in order, and what its query shows of it. */
const LIVES: readonly Omit<Life, 'input' | 'by'>[] = [
  {
    dataset: 'STATUS_CHANGE_APPLICATION',
    operation: 'submitStatusChangeApplications',
    record: {
      projectCode: 'A',
      applicationNo: 'SQ-1',
      fromStatus: '003',
      toStatus: 'SUSPENDED',
      reason: '汛期停工（虚构示例）',
      proofs: [digestOf('a'), digestOf('b')],
      appliedOn: '2026-02-27',
      applicantCode: OWNER,
    },
    correction: { reason: '台风停工（虚构示例）' },
    query: `{ statusChangeApplications(filter: { division: "450103", projectCode: "A", states: [PENDING],
      appliedFrom: "2026-02-01", appliedTo: "2026-02-28" }) { nodes { applicationNo fromStatus toStatus reason proofs
      appliedOn state decision { id } applicant { creditCode } project { code } } totalCount } }`,
    shows: {
      applicationNo: 'SQ-1',
      fromStatus: 'UNDER_CONSTRUCTION',
      toStatus: 'SUSPENDED',
      reason: '汛期停工（虚构示例）',
      proofs: [digestOf('a'), digestOf('b')],
      appliedOn: '2026-02-27',
      state: 'PENDING',
      decision: null,
      applicant: { creditCode: OWNER },
      project: { code: 'A' },
    },
    corrected: expect.objectContaining({ reason: '台风停工（虚构示例）' }) as object,
  },
  {
    dataset: 'ATTENDANCE_DEVICE',
    operation: 'submitAttendanceDevices',
    record: {
      projectCode: 'A',
      deviceNo: 'D1',
      serialNo: 'SN1',
      attendType: '001',
      installedOn: '2026-02-01',
    },
    correction: { serialNo: 'SN2', removedOn: null },
    query: `{ attendanceDevices(filter: { division: "450103", projectCode: "A", isActive: true }) {
      nodes { deviceNo serialNo attendType { name } installedOn removedOn isActive provenance { version } } totalCount } }`,
    shows: {
      deviceNo: 'D1',
      serialNo: 'SN1',
      attendType: { name: '人脸识别' },
      installedOn: '2026-02-01',
      removedOn: null,
      isActive: true,
      provenance: { version: 1 },
    },
    corrected: expect.objectContaining({ serialNo: 'SN2', provenance: { version: 2 } }) as object,
  },
  {
    dataset: 'GEOFENCE',
    operation: 'submitGeofences',
    record: {
      projectCode: 'A',
      fenceNo: 'F1',
      corners: [
        { longitude: 108.37, latitude: '22.82' },
        { longitude: '108.380000000000000', latitude: 22.82 },
        { longitude: 108.38, latitude: 22.83 },
        { longitude: 108.37, latitude: 22.82 },
      ],
      attendType: '011',
      startsOn: '2026-02-01',
      approvedBy: '示例区住房和城乡建设局',
    },
    correction: { corners: null, centreLongitude: 108.37, centreLatitude: 22.82, radius: '250' },
    query: `{ geofences(filter: { division: "450103", projectCode: "A", inForceOn: "2026-03-01" }) { nodes { fenceNo
      centre { longitude latitude } radius corners { longitude latitude } attendType { code } startsOn endsOn approvedBy }
      totalCount } }`,
    shows: {
      fenceNo: 'F1',
      centre: null,
      radius: null,
      corners: [
        { longitude: 108.37, latitude: 22.82 },
        { longitude: 108.38, latitude: 22.82 },
        { longitude: 108.38, latitude: 22.83 },
      ],
      attendType: { code: '011' },
      startsOn: '2026-02-01',
      endsOn: null,
      approvedBy: '示例区住房和城乡建设局',
    },
    corrected: expect.objectContaining({
      centre: { longitude: 108.37, latitude: 22.82 },
      radius: 250,
      corners: null,
    }) as object,
  },
  {
    dataset: 'NOTICE_BOARD',
    operation: 'submitNoticeBoards',
    record: {
      projectCode: 'A',
      boardNo: 'B1',
      showsParties: true,
      showsWageTerms: 1,
      showsComplaintChannels: 'true',
      pictures: [digestOf('C')],
      postedOn: '2026-02-21',
    },
    correction: { pictures: [digestOf('d')], removedOn: '2026-02-28' },
    query: `{ noticeBoards(filter: { division: "450103", projectCode: "A", isComplete: true }) { nodes { boardNo
      showsParties showsWageTerms showsComplaintChannels isComplete pictures postedOn removedOn } totalCount } }`,
    shows: {
      boardNo: 'B1',
      showsParties: true,
      showsWageTerms: true,
      showsComplaintChannels: true,
      isComplete: true,
      pictures: [digestOf('c')],
      postedOn: '2026-02-21',
      removedOn: null,
    },
    corrected: expect.objectContaining({ pictures: [digestOf('d')], removedOn: '2026-02-28' }) as object,
  },
  {
    dataset: 'NO_ARREARS_COMMITMENT',
    operation: 'submitNoArrearsCommitments',
    record: {
      projectCode: 'A',
      enterpriseCode: CONTRACTOR,
      fileDigest: digestOf('e'),
      signedOn: '2026-02-21',
      signerName: '韦示例',
    },
    correction: { fileDigest: digestOf('f') },
    query: `{ noArrearsCommitments(filter: { division: "450103", projectCode: "A" }) { nodes { fileDigest signedOn
      signerName enterprise { creditCode } } totalCount } }`,
    shows: {
      fileDigest: digestOf('e'),
      signedOn: '2026-02-21',
      signerName: '韦*',
      enterprise: { creditCode: CONTRACTOR },
    },
    corrected: expect.objectContaining({ fileDigest: digestOf('f') }) as object,
  },
  {
    dataset: 'PROJECT_APPROVAL',
    operation: 'submitProjectApprovals',
    record: {
      projectCode: 'A',
      approvalNo: '示例发改投资〔2025〕12号',
      level: '004',
      authority: '示例区发展和改革局',
      approvedOn: '2025-10-01',
      investment: '120000000.00',
    },
    correction: { investment: '125000000.00' },
    query: `{ projectApprovals(filter: { division: "450103", projectCode: "A", levels: ["004"] }) { nodes { approvalNo
      level { code name } authority approvedOn investment } totalCount } }`,
    shows: {
      approvalNo: '示例发改投资〔2025〕12号',
      level: { code: '004', name: '区县级' },
      authority: '示例区发展和改革局',
      approvedOn: '2025-10-01',
      investment: '120000000.00',
    },
    corrected: expect.objectContaining({ investment: '125000000.00' }) as object,
  },
  {
    dataset: 'FUNDING_STATEMENT',
    operation: 'submitFundingStatements',
    record: {
      projectCode: 'A',
      statementNo: 'Z-1',
      fundSource: 'TREASURY',
      isGovernmentInvested: true,
      needed: '3000000.00',
      arranged: '3000000.00',
      statedOn: '2026-01-10',
    },
    correction: { needed: '2800000.00' },
    query: `{ fundingStatements(filter: { division: "450103", projectCode: "A", fundSources: [TREASURY], isInPlace: true }) {
      nodes { statementNo fundSource isGovernmentInvested needed arranged arrangedShare isInPlace statedOn } totalCount } }`,
    shows: {
      statementNo: 'Z-1',
      fundSource: 'TREASURY',
      isGovernmentInvested: true,
      needed: '3000000.00',
      arranged: '3000000.00',
      arrangedShare: '1.0000',
      isInPlace: true,
      statedOn: '2026-01-10',
    },
    corrected: expect.objectContaining({ needed: '2800000.00', arrangedShare: '1.0714' }) as object,
  },
  {
    dataset: 'KEY_SUPERVISION',
    operation: 'submitKeySupervisionMarks',
    record: {
      projectCode: 'A',
      startsOn: '2026-02-01',
      reason: '多次预警（虚构示例）',
      authority: '示例区人力资源和社会保障局',
    },
    correction: { endsOn: '2026-02-28' },
    query: `{ keySupervisionMarks(filter: { division: "450103", projectCode: "A", inForceOn: "2026-02-28" }) { nodes {
      startsOn endsOn isInForce reason authority } totalCount } }`,
    shows: {
      startsOn: '2026-02-01',
      endsOn: null,
      isInForce: true,
      reason: '多次预警（虚构示例）',
      authority: '示例区人力资源和社会保障局',
    },
    corrected: expect.objectContaining({ endsOn: '2026-02-28', isInForce: false }) as object,
  },
  {
    dataset: 'PAYROLL_CONFIRMATION',
    operation: 'submitPayrollConfirmations',
    record: {
      projectCode: 'A',
      sheetNo: 'S1',
      lineNo: 1,
      ...person(WORKER),
      confirmedAt: '2026-02-28T18:00:00+08:00',
      channel: 'APP',
      confirmed: '4000.00',
    },
    correction: { channel: 'SIGNATURE', proof: digestOf('1') },
    query: `{ payrollConfirmations(filter: { projectCode: "A", sheetNo: "S1", channels: [APP, SIGNATURE] }) { nodes { sheetNo
      lineNo channel confirmedAt confirmed proof worker { name } } totalCount } }`,
    shows: {
      sheetNo: 'S1',
      lineNo: 1,
      channel: 'APP',
      confirmedAt: '2026-02-28T18:00:00+08:00',
      confirmed: '4000.00',
      proof: null,
      worker: { name: '韦*' },
    },
    corrected: expect.objectContaining({ channel: 'SIGNATURE', proof: digestOf('1') }) as object,
  },
];

/** What stands of project LATE once it is filed. */
const LISTS = [
  'statusChangeApplications',
  'attendanceDevices',
  'geofences',
  'noticeBoards',
  'noArrearsCommitments',
  'projectApprovals',
  'fundingStatements',
  'keySupervisionMarks',
];

describe('Facts on a project and its site', () => {
  test.each(LIVES.map((life) => [life.dataset, life] as const))(
    '%s is accepted, corrected by its source alone, read by its list, and taken back',
    async (_dataset, life) => {
      await livesThrough(hub, { ...life, input: PROJECT_INPUTS[life.operation]!, by: siteOffices });
    },
  );

  test('wait for their project, and are released when it is filed', async () => {
    const waiting = LIVES.filter(({ dataset }) => dataset !== 'PAYROLL_CONFIRMATION');
    for (const { operation, record } of waiting)
      expect(await hub.submit(operation, [{ ...record, projectCode: 'LATE' }], { caller: office })).toEqual([
        'HELD PROJECT_UNKNOWN projectCode',
      ]);
    expect(await hub.submit('fileProjects', [project({ projectCode: 'LATE' })])).toEqual(['ACCEPTED']);
    expect(await hub.release()).toEqual(waiting.map(() => 'RELEASED'));
    expect(
      await hub.ask(`{ project(code: "LATE") { statusChangeApplications { applicationNo } attendanceDevices { deviceNo }
        geofences { fenceNo } noticeBoards { boardNo } noArrearsCommitments { signedOn } approvals { approvalNo }
        fundingStatements { statementNo } keySupervisionMarks { startsOn } isUnderKeySupervision } }`),
    ).toEqual({
      statusChangeApplications: [{ applicationNo: 'SQ-1' }],
      attendanceDevices: [{ deviceNo: 'D1' }],
      geofences: [{ fenceNo: 'F1' }],
      noticeBoards: [{ boardNo: 'B1' }],
      noArrearsCommitments: [{ signedOn: '2026-02-21' }],
      approvals: [{ approvalNo: '示例发改投资〔2025〕12号' }],
      fundingStatements: [{ statementNo: 'Z-1' }],
      keySupervisionMarks: [{ startsOn: '2026-02-01' }],
      isUnderKeySupervision: true,
    });
  });

  test('are seen by officials of the project’s division, and by nobody of another', async () => {
    const counts = async (division: string) => {
      const { data, errors } = await hub.department.ask(
        official(division, 'HOUSING'),
        `{ ${LISTS.map((list) => `${list} { totalCount }`).join(' ')} }`,
      );
      expect(errors).toBeUndefined();
      return Object.values(data!).map((list) => (list as { totalCount: number }).totalCount);
    };
    expect(await counts('450103')).toEqual(LISTS.map(() => 1));
    expect(await counts('450105')).toEqual(LISTS.map(() => 0));
  });
});
