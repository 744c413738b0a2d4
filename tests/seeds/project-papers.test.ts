import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KNOWN } from '../../seeds/known.ts';
import { type Graphed, graphOverDemo } from './support.ts';

let demo: Graphed;
beforeAll(async () => {
  demo = await graphOverDemo('2026-11-21');
}, 240_000);
afterAll(() => demo.close());

const ask = async (query: string) => {
  const { data, errors } = await demo.ask(query, {});
  expect(errors).toBeUndefined();
  return data as Record<string, object>;
};
const listed = (list: string, filter = '') => `${list}${filter && `(filter: { ${filter} })`} { totalCount }`;

test('The demo has every kind of paper of projects and sites, some of them with shortcomings', async () => {
  const counts = await ask(`{
    pending: ${listed('statusChangeApplications', 'states: [PENDING]')}
    approved: ${listed('statusChangeApplications', 'states: [APPROVED]')}
    devices: ${listed('attendanceDevices', 'isActive: true')}
    fences: ${listed('geofences')}
    boards: ${listed('noticeBoards', 'isComplete: true')}
    lacking: ${listed('noticeBoards', 'isComplete: false')}
    commitments: ${listed('noArrearsCommitments')}
    approvals: ${listed('projectApprovals')}
    funded: ${listed('fundingStatements', 'isInPlace: true')}
    short: ${listed('fundingStatements', 'isInPlace: false')}
    marks: ${listed('keySupervisionMarks')}
    confirmations: ${listed('payrollConfirmations')} }`);
  expect(
    Object.entries(counts).filter(([, list]) => (list as { totalCount: number }).totalCount === 0),
  ).toEqual([]);
  expect(counts).toMatchObject({ pending: { totalCount: 1 }, approvals: { totalCount: 70 } });
});

test('Through the whole graph a project shows its papers, its month and its place in a search', async () => {
  const code = KNOWN.projects.HOUSING;
  const { project, projectMonth, search } = await ask(`{
    project(code: "${code}") { name isUnderKeySupervision statusHistory { status until } statusChangeApplications { applicationNo state }
      attendanceDevices { deviceNo isActive } geofences { fenceNo } noticeBoards { isComplete pictures }
      noArrearsCommitments { signerName enterprise { noArrearsCommitments { totalCount } } } approvals { level { name } }
      fundingStatements { arrangedShare isInPlace } keySupervisionMarks { reason } }
    projectMonth(code: "${code}", month: "2026-10") { totals { presentWorkers sheetWorkers }
      workers(first: 3) { totalCount nodes { presentDays sheetDays siteMatch worker { name } } } }
    search(text: "${code}") { projects { nodes { code } } } }`);
  expect(project).toMatchObject({
    statusHistory: [{ status: 'UNDER_CONSTRUCTION', until: null }],
    statusChangeApplications: [{ applicationNo: 'BG-1', state: 'PENDING' }],
    attendanceDevices: [{ deviceNo: `${code}-A` }, { deviceNo: `${code}-B` }],
    noticeBoards: [{ isComplete: true }],
    noArrearsCommitments: [{ signerName: '演*' }],
    fundingStatements: [{ arrangedShare: '1.0000', isInPlace: true }],
  });
  const { totals, workers } = projectMonth as {
    totals: { presentWorkers: number };
    workers: { totalCount: number; nodes: { siteMatch: string }[] };
  };
  expect(totals.presentWorkers).toBeGreaterThan(5);
  expect(workers.totalCount).toBeGreaterThanOrEqual(totals.presentWorkers);
  expect(workers.nodes.map(({ siteMatch }) => siteMatch)).toEqual(['MATCH', 'MATCH', 'MATCH']);
  expect(search).toEqual({ projects: { nodes: [{ code }] } });
});

test('What stories tell of as stopped or completed was applied for and approved', async () => {
  const { statusChangeApplications } =
    await ask(`{ statusChangeApplications(filter: { states: [APPROVED] }) { nodes { toStatus
    project { constructionStatus statusHistory { status decision { applicationNo outcome } } } } } }`);
  const { nodes } = statusChangeApplications as {
    nodes: {
      toStatus: string;
      project: { constructionStatus: string; statusHistory: { decision: object | null }[] };
    }[];
  };
  for (const { toStatus, project } of nodes) {
    expect(project.constructionStatus).toBe(toStatus);
    expect(project.statusHistory.map(({ decision }) => decision)).toEqual([
      null,
      { applicationNo: 'BG-1', outcome: 'APPROVED' },
    ]);
  }
});
