import { addDays, addWorkingDays, type BusinessDate, listedHolidays } from '../../kernel/calendar.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { codeTable } from '../../schema/codes.ts';
import { ArrearsComplaint } from '../../subgraphs/provincial/complaints/facts.ts';
import { AttendanceRecord, DoubtfulDataCase, EarlyWarning } from '../../subgraphs/provincial/facts.ts';
import { StatusChangeApplication } from '../../subgraphs/provincial/status-changes/facts.ts';
import { type Planned, planned } from '../planned.ts';
import { at } from '../span.ts';
import { neighbourOf, projectOf, type ScaleProject, workerIdOf } from './cast.ts';
import { PER_PROJECT } from './sizes.ts';

// What went wrong at scale, so that a department finds its work in the inbox; kinds and rules are the hub's own codes, modelled.

const RULES = codeTable('warning-rules').items;
const STATES = ['RAISED', 'HANDLING', 'OVERDUE', 'CLEARED'] as const;
const CATEGORIES: Readonly<Record<string, string>> = {
  制度落实预警: 'INSTITUTIONAL_COMPLIANCE',
  资金全流程预警: 'FUNDS_FLOW',
  欠薪投诉预警: 'ARREARS_COMPLAINT',
};

/** One project in five has a warning; a quarter of them are cleared. */
export function warnings({ serial, code }: ScaleProject, today: BusinessDate): Planned[] {
  if (serial % 5 !== 4) return [];
  const turn = Math.floor(serial / 5);
  const rule = RULES[turn % RULES.length]!;
  const state = STATES[turn % STATES.length]!;
  const raisedOn = addDays(today, -10 - (turn % 50));
  return [
    planned(EarlyWarning, today, {
      warningNo: `YJ-S${serial}`,
      projectCode: code,
      ruleCode: rule.code,
      category: CATEGORIES[String(rule.category)]!,
      level: String(rule.level),
      state,
      subject: '示例规模项目',
      detail: '规模数据中的示例预警。',
      raisedOn,
      dueOn: addWorkingDays(raisedOn, Number(rule.handlingWorkingDays), listedHolidays).date,
      clearedOn: state === 'CLEARED' ? addDays(raisedOn, 6) : null,
      occurrences: 1,
    }),
  ];
}

/** One project in a hundred has a complaint, half of them open. */
export function complaints({ serial, code, divisionCode }: ScaleProject, today: BusinessDate): Planned[] {
  if (serial % 100 !== 21) return [];
  const receivedOn = addDays(today, -5 - (serial % 20));
  const isClosed = serial % 200 === 21;
  return [
    planned(ArrearsComplaint, today, {
      receivingBody: `${divisionCode}-hr`,
      complaintNo: `TS-S${serial}`,
      projectCode: code,
      workerId: workerIdOf(serial * PER_PROJECT),
      amountFen: 600_000n,
      workers: 1,
      receivedOn,
      answerDueOn: addWorkingDays(receivedOn, 5, listedHolidays).date,
      ...(isClosed && { closedOn: addDays(receivedOn, 4), outcome: 'PAID' }),
    }),
  ];
}

/** One project in a hundred asks to be put on hold. */
export function applications({ serial, code, contractor }: ScaleProject, today: BusinessDate): Planned[] {
  if (serial % 100 !== 33) return [];
  return [
    planned(StatusChangeApplication, today, {
      projectCode: code,
      applicationNo: 'BG-1',
      fromStatus: '003',
      toStatus: '004',
      reason: '规模数据中的示例停工申请。',
      proofs: sm3Hex(`scale/${code}/halt`),
      appliedOn: addDays(today, -3),
      applicantCode: contractor,
    }),
  ];
}

/** On one project in a hundred the first worker was on another site of the county at the same time on one day. */
const isOnTwoSites = ({ serial }: ScaleProject): boolean => serial % 100 === 7;

export function secondSite(project: ScaleProject, projects: number, day: BusinessDate): Planned[] {
  if (!isOnTwoSites(project)) return [];
  const other = projectOf(neighbourOf(project.serial, projects));
  return (['IN', 'OUT'] as const).map((direction) =>
    planned(
      AttendanceRecord,
      day,
      {
        projectCode: other.code,
        workerId: workerIdOf(project.serial * PER_PROJECT),
        attendType: '001',
        direction,
        deviceNo: `${other.code}-${direction === 'IN' ? 'A' : 'B'}`,
      },
      {
        source: 'scale-gates',
        assurance: 'DEVICE_SIGNED',
        occurredAt: at(day, direction === 'IN' ? '10:00:00' : '11:00:00'),
      },
    ),
  );
}

/** A case for everybody on two sites, and one of another kind for a project in forty. */
export function cases(project: ScaleProject, day: BusinessDate): Planned[] {
  const { serial, code, sector, divisionCode } = project;
  const isTwoSites = isOnTwoSites(project);
  if (!isTwoSites && serial % 40 !== 9) return [];
  const kindCode = isTwoSites ? 'YD-01' : 'YD-06';
  const issuedOn = addDays(day, 1);
  return [
    planned(DoubtfulDataCase, issuedOn, {
      source: 'provincial-hub',
      externalNo: `${kindCode}/${day}/S${serial}`,
      kindCode,
      state: ['ISSUED', 'RECEIVED'][Math.floor(serial / 200) % 2]!,
      projectCode: code,
      workerId: workerIdOf(serial * PER_PROJECT),
      sector,
      divisionCode,
      detail: isTwoSites ? '同一农民工同日在两个项目考勤，时段重叠。' : '有工资而当月无考勤。',
      issuedOn,
      dueOn: addWorkingDays(issuedOn, 18, listedHolidays).date,
    }),
  ];
}
