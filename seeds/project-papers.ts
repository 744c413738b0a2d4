import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { sm3Hex } from '../kernel/crypto/sm3.ts';
import { FundingStatement, ProjectApproval } from '../subgraphs/provincial/approvals/facts.ts';
import { KeySupervisionMark } from '../subgraphs/provincial/key-supervision/facts.ts';
import { NoArrearsCommitment, NoticeBoard } from '../subgraphs/provincial/notice-boards/facts.ts';
import { PayrollConfirmation } from '../subgraphs/provincial/payroll/facts.ts';
import { AttendanceDevice, Geofence } from '../subgraphs/provincial/sites/facts.ts';
import {
  StatusChangeApplication,
  StatusChangeDecision,
} from '../subgraphs/provincial/status-changes/facts.ts';
import type { Sheet } from './payroll.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import { at } from './span.ts';
import type { World } from './world.ts';

/** What the demo keeps of projects and their sites beside their filing; all of it made up. */
export function paperRecords({ sites, crews, span }: World, sheets: readonly Sheet[]): Planned[] {
  const manned = new Set(crews.map(({ site }) => site));
  return sites.flatMap((site) => [
    ...approvals(site),
    ...(manned.has(site) ? [...means(site), ...boards(site)] : []),
    ...marks(site, span.to),
    ...statusChanges(site, span.to),
    ...confirmations(site, span.to, sheets),
  ]);
}

/** The digest of a file that there is not. */
const fileOf = (site: Site, name: string): string => sm3Hex(`demo/${site.code}/${name}`);

function approvals({ code, source, serial, project }: Site): Planned[] {
  const on = addDays(project.startedOn, -60);
  const isFunded = serial % 9 !== 4;
  const needed = project.contractPriceFen ?? 0n;
  return [
    planned(
      ProjectApproval,
      project.filedOn,
      {
        projectCode: code,
        approvalNo: `演示发改投资〔${on.slice(0, 4)}〕${serial + 1}号`,
        level: serial % 3 === 0 ? '003' : '004',
        authority: '演示发展和改革委员会',
        approvedOn: on,
        investmentFen: (needed * 5n) / 4n,
      },
      { source },
    ),
    planned(
      FundingStatement,
      project.filedOn,
      {
        projectCode: code,
        statementNo: 'ZJ-1',
        fundSource: serial % 2 === 0 ? 'TREASURY' : 'OWN_FUNDS',
        isGovernmentInvested: serial % 2 === 0,
        neededFen: needed,
        arrangedFen: isFunded ? needed : needed / 2n,
        statedOn: addDays(on, 20),
      },
      { source },
    ),
  ];
}

/** Two devices, as the punches name them; where workers check in by place also a fence. */
function means(site: Site): Planned[] {
  const { code, source, serial, project } = site;
  const attendType = isByPlace(site) ? '011' : '001';
  const devices = ['A', 'B'].map((gate) =>
    planned(
      AttendanceDevice,
      project.filedOn,
      {
        projectCode: code,
        deviceNo: `${code}-${gate}`,
        serialNo: `DEMO-${String(serial).padStart(4, '0')}-${gate}`,
        attendType,
        installedOn: project.startedOn,
        removedOn: null,
      },
      { source },
    ),
  );
  if (!isByPlace(site)) return devices;
  const fence = planned(
    Geofence,
    project.filedOn,
    {
      projectCode: code,
      fenceNo: '1',
      centreLongitude: 108 + (serial % 50) / 100,
      centreLatitude: 22.5 + (serial % 40) / 100,
      radius: 800,
      corners: null,
      attendType,
      startsOn: project.startedOn,
      endsOn: null,
      approvedBy: '演示行业主管部门',
    },
    { source },
  );
  return [...devices, fence];
}

/** As seeds/attendance.ts has it. */
const isByPlace = ({ serial }: Site): boolean => serial % 4 === 1;

function boards(site: Site): Planned[] {
  const { code, source, serial, project, contractor } = site;
  const board = {
    projectCode: code,
    boardNo: '1',
    showsParties: true,
    showsWageTerms: serial % 7 !== 5,
    showsComplaintChannels: true,
    pictures: [fileOf(site, 'board')],
    postedOn: project.startedOn,
    removedOn: null,
  };
  return [
    stated(planned(NoticeBoard, project.filedOn, { ...board, pictures: '' }, { source }), board),
    planned(
      NoArrearsCommitment,
      project.filedOn,
      {
        projectCode: code,
        enterpriseCode: contractor.creditCode,
        fileDigest: fileOf(site, 'commitment'),
        signedOn: project.startedOn,
        signerName: '演示经理',
      },
      { source },
    ),
  ];
}

const marks = ({ code, project }: Site, to: BusinessDate): Planned[] =>
  project.isUnderKeySupervision
    ? [
        planned(KeySupervisionMark, addDays(to, -30), {
          projectCode: code,
          startsOn: addDays(to, -30),
          endsOn: null,
          reason: '预警频发（虚构示例）',
          authority: '演示市人力资源和社会保障局',
        }),
      ]
    : [];

/** What stories tell of was applied for and approved; one more application waits for its decision. */
function statusChanges(site: Site, to: BusinessDate): Planned[] {
  const change = site.statusChange ?? (site.serial === 0 ? { on: to, status: '004' } : null);
  if (change === null) return [];
  const { code, source, owner } = site;
  const appliedOn = addDays(change.on, -3);
  const application = {
    projectCode: code,
    applicationNo: 'BG-1',
    fromStatus: '003',
    toStatus: change.status,
    reason: change.status === '004' ? '工程已竣工验收（虚构示例）' : '暂停施工（虚构示例）',
    proofs: [fileOf(site, 'proof')],
    appliedOn,
    applicantCode: owner.creditCode,
  };
  const applied = stated(
    planned(StatusChangeApplication, appliedOn, { ...application, proofs: '' }, { source }),
    application,
  );
  if (site.statusChange === null) return [applied];
  const decision = planned(StatusChangeDecision, change.on, {
    projectCode: code,
    applicationNo: 'BG-1',
    outcome: 'APPROVED',
    fromStatus: '003',
    toStatus: change.status,
    reason: '证明材料齐全，同意变更（虚构示例）。',
    organisation: '演示行业主管部门',
    person: null,
    decidedOn: change.on,
    // The filing of that day states the new status: it is the project's second version.
    projectVersion: 2,
  });
  return [applied, decision];
}

/** On the first three sites workers confirm what was paid on the evening of the pay day. */
function confirmations(site: Site, to: BusinessDate, sheets: readonly Sheet[]): Planned[] {
  if (site.serial >= 3) return [];
  const paid = sheets.filter(({ crew, isPaid, paidOn }) => crew.site === site && isPaid && paidOn < to);
  return paid.flatMap(({ sheetNo, lines, paidOn }) =>
    lines.map(({ lineNo, hand, actualFen }) => {
      const confirmedAt = at(paidOn, '18:30:00');
      const content = {
        projectCode: site.code,
        sheetNo,
        lineNo,
        workerId: hand.workerId,
        channel: 'APP',
        confirmedFen: actualFen,
        proof: null,
      };
      const plan = planned(PayrollConfirmation, paidOn, content, {
        source: site.source,
        occurredAt: confirmedAt,
      });
      return stated(plan, { ...content, confirmedAt });
    }),
  );
}

/** The record as its source states it, where the fact keeps it in another form. */
const stated = (plan: Planned, content: Record<string, unknown>): Planned => ({ ...plan, content });
