import {
  addDays,
  addWorkingDays,
  type BusinessDate,
  dayOfMonth,
  listedHolidays,
} from '../kernel/calendar.ts';
import { codeTable } from '../schema/codes.ts';
import { DoubtfulDataCase, EarlyWarning } from '../subgraphs/provincial/facts.ts';
import { oneDayOf } from './attendance.ts';
import { namedWorkerId } from './registry.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import { payDayOf, type Span } from './span.ts';
import { TROUBLES, type Trouble } from './troubles.ts';
import { storyPerson, type World } from './world.ts';

/** The early warnings (预警) and the cases of doubtful data (疑点数据) that the planted troubles led to. */
export function findings({ span, sites }: World): Planned[] {
  // Of two sites with the same trouble the first carries the finding.
  const troubled = new Map<Trouble, Site>();
  for (const site of sites) if (site.trouble && !troubled.has(site.trouble)) troubled.set(site.trouble, site);
  return [...troubled].flatMap(([trouble, site]) => [
    ...warningOf(trouble, site, span),
    ...caseOf(trouble, site, span),
  ]);
}

export const warningNo = (trouble: Trouble): string => `YJ-${String(TROUBLES[trouble].no).padStart(4, '0')}`;
export const caseNo = (trouble: Trouble): string => `YD-${String(TROUBLES[trouble].no).padStart(4, '0')}`;

/** When a warning was raised, what it is about, what was found, and the days on which its state changed. */
interface Raised {
  readonly on: (span: Span, site: Site) => BusinessDate;
  readonly subject: (span: Span) => string;
  readonly detail: string;
  readonly later?: readonly (readonly [days: number, state: string])[];
}

const RAISED: Readonly<Partial<Record<Trouble, Raised>>> = {
  LABOUR_COST_LATE: {
    on: ({ settled }) => dayOfMonth(settled, 21),
    subject: ({ settled }) => settled,
    detail: '截至当月20日人工费未到账，26日到账。',
    later: [
      [1, 'HANDLING'],
      [6, 'CLEARED'],
    ],
  },
  LABOUR_COST_SHORT: {
    on: ({ settled }) => dayOfMonth(settled, 21),
    subject: ({ settled }) => settled,
    detail: '当月到账人工费为约定金额的七成。',
    later: [[2, 'HANDLING']],
  },
  DAYS_EXCEED: {
    on: afterPayDay,
    subject: ({ settled }) => settled,
    detail: '工资表3人出勤天数各多于考勤4天。',
  },
  SHARED_CARD: { on: weekBefore, subject: () => '工资卡', detail: '一张工资卡登记在两名农民工名下。' },
  LETTER_EXPIRED: {
    on: ({ to }) => addDays(to, -42),
    subject: () => '工资保证金保函',
    detail: '保函于12天前到期，项目未完工。',
    later: [[15, 'OVERDUE']],
  },
  ACCOUNT_MISNAMED: {
    on: (_span, { project }) => addDays(project.filedOn, 5),
    subject: () => '专用账户户名',
    detail: '户名缺少工程建设项目名称和“农民工工资专用账户”字样。',
    later: [[20, 'OVERDUE']],
  },
  FILED_DAY_16: {
    on: (_span, { project }) => project.filedOn,
    subject: () => '建档',
    detail: '开工后第16日建档。',
    later: [[1, 'CLEARED']],
  },
  PAID_SHORT: {
    on: afterPayDay,
    subject: ({ settled }) => settled,
    detail: '一个班组实发为应发的八成。',
    later: [[1, 'HANDLING']],
  },
  PAID_FROM_ELSEWHERE: {
    on: afterPayDay,
    subject: ({ settled }) => settled,
    detail: '一个班组的工资未经本项目专用账户支付。',
  },
  ATTENDANCE_AFTER_COMPLETION: {
    on: ({ to }) => addDays(to, -16),
    subject: () => '施工状态',
    detail: '完工后仍有考勤。',
    later: [[4, 'CLEARED']],
  },
  NO_CONTRACT: {
    on: ({ to }) => addDays(to, -25),
    subject: () => '劳动合同',
    detail: '一个班组进场后未见劳动合同。',
    later: [[3, 'HANDLING']],
  },
  SUSPENDED_AT_WORK: {
    on: ({ to }) => addDays(to, -26),
    subject: () => '施工状态',
    detail: '停工期间一个班组仍有考勤。',
    later: [
      [2, 'HANDLING'],
      [9, 'OVERDUE'],
    ],
  },
  ACCOUNT_CLOSED_EARLY: {
    on: ({ to }) => addDays(to, -9),
    subject: () => '专用账户',
    detail: '完工后公示不足30日即销户。',
  },
  PAYMENT_RETURNED: {
    on: afterPayDay,
    subject: ({ settled }) => settled,
    detail: '一笔工资代发成功后退汇，后已重发。',
    later: [[2, 'CLEARED']],
  },
  NO_CARD: {
    on: ({ to }) => addDays(to, -18),
    subject: () => '工资卡',
    detail: '一名在场农民工未绑定工资卡。',
  },
  OFFICER_UNTRAINED: {
    on: ({ to }) => addDays(to, -33),
    subject: () => '劳资专管员',
    detail: '劳资专管员无培训记录。',
    later: [[5, 'HANDLING']],
  },
  NO_ATTENDANCE: {
    on: ({ to }) => addDays(to, -1),
    subject: () => '考勤',
    detail: '在建项目连续7日以上无考勤。',
  },
  NO_ACCOUNT: {
    on: ({ to }) => addDays(to, -40),
    subject: () => '专用账户',
    detail: '施工合同签订30日后未开设专用账户。',
    later: [[7, 'OVERDUE']],
  },
  CONTRACTOR_LISTED: {
    on: ({ to }) => addDays(to, -30),
    subject: () => '总承包单位',
    detail: '总承包单位在失信联合惩戒名单内。',
    later: [[2, 'HANDLING']],
  },
  DEPOSIT_MISNAMED: {
    on: (_span, { project }) => addDays(project.filedOn, 9),
    subject: () => '工资保证金账户户名',
    detail: '保证金账户使用了工资专用账户的名称。',
    later: [[3, 'HANDLING']],
  },
};

function weekBefore({ to }: Span): BusinessDate {
  return addDays(to, -7);
}

function afterPayDay({ settled }: Span): BusinessDate {
  return addDays(payDayOf(settled), 2);
}

const CATEGORIES: Readonly<Record<string, string>> = {
  制度落实预警: 'INSTITUTIONAL_COMPLIANCE',
  资金全流程预警: 'FUNDS_FLOW',
  欠薪投诉预警: 'ARREARS_COMPLAINT',
};

function warningOf(trouble: Trouble, site: Site, span: Span): Planned[] {
  const raised = RAISED[trouble];
  const { rule } = TROUBLES[trouble] as { rule?: string };
  if (!raised || !rule) return [];
  const listed = codeTable('warning-rules').byCode.get(rule)!;
  const raisedOn = raised.on(span, site);
  const content = {
    warningNo: warningNo(trouble),
    projectCode: site.code,
    ruleCode: rule,
    category: CATEGORIES[String(listed.category)]!,
    level: String(listed.level),
    subject: raised.subject(span),
    detail: raised.detail,
    raisedOn,
    dueOn: addWorkingDays(raisedOn, Number(listed.handlingWorkingDays), listedHolidays).date,
    occurrences: 1,
  };
  const states = [[0, 'RAISED'] as const, ...(raised.later ?? [])];
  return states
    .map(([days, state]) => [addDays(raisedOn, days), state] as const)
    .filter(([on]) => on <= span.to)
    .map(([on, state]) =>
      planned(EarlyWarning, on, { ...content, state, clearedOn: state === 'CLEARED' ? on : null }),
    );
}

/** Cases with their detail and the states they have come to, a few days apart. */
const CASES: Readonly<Partial<Record<Trouble, readonly [detail: string, ...states: string[]]>>> = {
  TWO_SITES: ['同一农民工同日在两个项目考勤，时段重叠。', 'ISSUED', 'RECEIVED', 'ASSIGNED', 'VERIFYING'],
  SHARED_CARD: ['一张工资卡对应两名农民工。', 'ISSUED', 'RECEIVED'],
  PAID_FROM_ELSEWHERE: ['工资表记为已发，专用账户无对应流水。', 'ISSUED'],
  SUSPENDED_AT_WORK: ['项目停工状态与考勤不一致。', 'ISSUED', 'RECEIVED', 'ASSIGNED'],
  FIFTEEN_DIGITS: [
    '同一人以15位和18位证件号码登记，已归并。',
    'ISSUED',
    'RECEIVED',
    'ASSIGNED',
    'VERIFYING',
    'CONCLUDED',
    'CLOSED',
  ],
  UNDER_AGE: ['进场人员不满16周岁。', 'ISSUED', 'RECEIVED', 'ASSIGNED', 'VERIFYING', 'CONCLUDED', 'HANDLING'],
  FLOW_GAP: ['专用账户流水号不连续。', 'ISSUED', 'RECEIVED'],
  PAID_WITHOUT_ATTENDANCE: ['有工资而当月无考勤。', 'ISSUED', 'RECEIVED', 'ASSIGNED'],
  PUNCHES_WITHDRAWN: [
    '一台设备当日整批重复上报，已作废。',
    'ISSUED',
    'RECEIVED',
    'ASSIGNED',
    'VERIFYING',
    'CONCLUDED',
  ],
};
const ABOUT_ONE_WORKER: readonly Trouble[] = [
  'TWO_SITES',
  'SHARED_CARD',
  'FIFTEEN_DIGITS',
  'UNDER_AGE',
  'PAID_WITHOUT_ATTENDANCE',
];
const FROM_THE_NATION: readonly Trouble[] = ['SHARED_CARD', 'PAID_FROM_ELSEWHERE', 'FLOW_GAP'];

function caseOf(trouble: Trouble, site: Site, span: Span): Planned[] {
  const listed = CASES[trouble];
  const { kind } = TROUBLES[trouble] as { kind?: string };
  if (!listed || !kind) return [];
  const [detail, ...states] = listed;
  const issuedOn = addDays(oneDayOf(span), 1);
  const content = {
    source: FROM_THE_NATION.includes(trouble) ? 'national-platform' : 'provincial-hub',
    externalNo: caseNo(trouble),
    kindCode: kind,
    projectCode: site.code,
    workerId: ABOUT_ONE_WORKER.includes(trouble) ? namedWorkerId(storyPerson(trouble)) : null,
    sector: site.project.sector,
    divisionCode: site.project.divisionCode,
    detail,
    issuedOn,
    dueOn: addWorkingDays(issuedOn, 18, listedHolidays).date,
  };
  return states.map((state, place) =>
    planned(
      DoubtfulDataCase,
      addDays(issuedOn, place),
      {
        ...content,
        state,
        assignee: place >= 2 ? `${site.project.divisionCode}-${site.project.sector.toLowerCase()}` : null,
        verificationResult: place >= 4 ? 'TRUE' : null,
      },
      { source: content.source },
    ),
  );
}
