import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';
import { AttendanceRecord } from './attendance/facts.ts';
import { partyFacts } from './party-facts.ts';
import { ENTERPRISE_SEALED, enterpriseColumns } from './enterprises/facts.ts';
import { projectFacts } from './project-facts.ts';
import { PROJECT_SEALED, projectColumns } from './projects/facts.ts';
import { workerColumns } from './workers/facts.ts';

export { AttendanceRecord };

const schema = 'provincial';

/** 企业. */
export const Enterprise = fact(
  {
    name: 'Enterprise',
    schema,
    table: 'enterprise',
    naturalKey: ['creditCode'],
    sealed: ENTERPRISE_SEALED,
  },
  enterpriseColumns,
);

/** 工程建设项目; of four kinds in the graph, one table here. */
export const Project = fact(
  { name: 'Project', schema, table: 'project', naturalKey: ['projectCode'], sealed: PROJECT_SEALED },
  projectColumns,
);

/** 参建单位. */
export const ParticipatingUnit = fact(
  {
    name: 'ParticipatingUnit',
    schema,
    table: 'participating_unit',
    naturalKey: ['projectCode', 'enterpriseCode', 'role'],
    sealed: ['payingBanks'],
  },
  {
    projectCode: column.code(),
    enterpriseCode: column.code(),
    role: column.code(),
    unitType: column.code().nullable(),
    enteredOn: column.day().nullable(),
    exitedOn: column.day().nullable(),
    payingBanks: column.bytes().nullable(),
  },
);

/** 班组. */
export const Crew = fact(
  {
    name: 'Crew',
    schema,
    table: 'crew',
    naturalKey: ['projectCode', 'unitCode', 'crewNo'],
    sealed: ['people'],
  },
  {
    projectCode: column.code(),
    unitCode: column.code(),
    crewNo: column.code(),
    name: column.text(),
    enteredOn: column.day().nullable(),
    exitedOn: column.day().nullable(),
    /** What it does and for what wage; and, sealed, who leads it and who answers for it. */
    particulars: column.json().nullable(),
    people: column.bytes().nullable(),
  },
);

/** 农民工. Document numbers are in the identity registry, not here. */
export const MigrantWorker = fact(
  {
    name: 'MigrantWorker',
    schema,
    table: 'migrant_worker',
    naturalKey: ['workerId'],
    sealed: ['phone', 'homeAddress', 'particulars'],
  },
  workerColumns,
);

/** 实名登记: a worker on the roster of a crew. Since when it is stated the table's own trigger knows (migration 0030). */
export const RealNameRegistration = fact(
  {
    name: 'RealNameRegistration',
    schema,
    table: 'real_name_registration',
    naturalKey: ['projectCode', 'crewNo', 'workerId'],
    sealed: ['cardNo'],
    derived: { firstStatedAt: () => null },
  },
  {
    projectCode: column.code(),
    crewNo: column.code(),
    workerId: column.uuid(),
    workType: column.code().nullable(),
    workRole: column.code().nullable(),
    isCrewLeader: column.flag(),
    cardNo: column.bytes().nullable(),
    registeredOn: column.day().nullable(),
    /** Insurance and entry card. */
    particulars: column.json().nullable(),
    firstStatedAt: column.instant(),
  },
);

/** 进退场: a period of one worker in one crew. */
export const Engagement = fact(
  {
    name: 'Engagement',
    schema,
    table: 'engagement',
    naturalKey: ['projectCode', 'crewNo', 'workerId', 'enteredOn'],
    excludesOverlap: true,
  },
  {
    projectCode: column.code(),
    crewNo: column.code(),
    workerId: column.uuid(),
    workType: column.code().nullable(),
    workRole: column.code().nullable(),
    isCrewLeader: column.flag(),
    enteredOn: column.day(),
    exitedOn: column.day().nullable(),
    /** Vouchers and settlement. */
    papers: column.json().nullable(),
  },
);

/** 工资支付表. */
export const PayrollSheet = fact(
  { name: 'PayrollSheet', schema, table: 'payroll_sheet', naturalKey: ['projectCode', 'sheetNo'] },
  {
    projectCode: column.code(),
    sheetNo: column.code(),
    unitCode: column.code(),
    crewNo: column.code().nullable(),
    payMonth: column.code(),
    status: column.code(),
    totalPayableFen: column.fen(),
    totalActualFen: column.fen(),
    paidOn: column.day().nullable(),
    linesDigest: column.bytes().nullable(),
    /** Attachments, review and the word of finance. */
    papers: column.json().nullable(),
  },
);

/** 工资支付表明细: one worker's line of a sheet. */
export const PayrollEntry = fact(
  {
    name: 'PayrollEntry',
    schema,
    table: 'payroll_entry',
    naturalKey: ['projectCode', 'sheetNo', 'lineNo'],
    sealed: ['particulars'],
  },
  {
    projectCode: column.code(),
    sheetNo: column.code(),
    lineNo: column.integer(),
    workerId: column.uuid(),
    payMonth: column.code(),
    days: column.integer().nullable(),
    payableFen: column.fen(),
    actualFen: column.fen(),
    isBackPay: column.flag(),
    backPayMonth: column.code().nullable(),
    /** JSON of `lineParticulars`. */
    particulars: column.bytes().nullable(),
  },
);

/** 预警. */
export const EarlyWarning = fact(
  { name: 'EarlyWarning', schema, table: 'early_warning', naturalKey: ['warningNo'] },
  {
    warningNo: column.code(),
    projectCode: column.code(),
    ruleCode: column.code(),
    category: column.code(),
    level: column.code(),
    state: column.code(),
    subject: column.text(),
    detail: column.text(),
    raisedOn: column.day(),
    dueOn: column.day().nullable(),
    clearedOn: column.day().nullable(),
    occurrences: column.integer(),
  },
);

/** 疑点数据. */
export const DoubtfulDataCase = fact(
  {
    name: 'DoubtfulDataCase',
    schema,
    table: 'doubtful_data_case',
    naturalKey: ['source', 'externalNo'],
  },
  {
    source: column.code(),
    externalNo: column.code(),
    kindCode: column.code(),
    state: column.code(),
    projectCode: column.code().nullable(),
    workerId: column.uuid().nullable(),
    sector: column.code(),
    divisionCode: column.code(),
    assignee: column.code().nullable(),
    detail: column.text(),
    issuedOn: column.day(),
    dueOn: column.day().nullable(),
    /** Whose limit it is: SOURCE or CONFIGURED. */
    dueBasis: column.code().nullable(),
    verificationResult: column.code().nullable(),
    batchNo: column.code().nullable(),
    bankCode: column.code().nullable(),
    /** What tells whether the same is handed down again; digests are 64 hexadecimal digits. */
    payloadDigest: column.code().nullable(),
    evidenceDigest: column.code().nullable(),
  },
);

/** 指标基数, as published. */
export const IndicatorBase = fact(
  { name: 'IndicatorBase', schema, table: 'indicator_base', naturalKey: ['divisionCode', 'statedOn'] },
  {
    divisionCode: column.code(),
    divisionName: column.text(),
    statedOn: column.day(),
    base: column.integer(),
  },
);

export const facts = [
  Enterprise,
  Project,
  ParticipatingUnit,
  Crew,
  MigrantWorker,
  RealNameRegistration,
  Engagement,
  AttendanceRecord,
  PayrollSheet,
  PayrollEntry,
  EarlyWarning,
  DoubtfulDataCase,
  IndicatorBase,
  ...partyFacts,
  ...projectFacts,
];
