import type { CallerKind, Sector } from '../../kernel/caller.ts';
import { issuerRoles } from './issuer-roles.ts';

/** What a token may say for itself, beyond who it is. Everything else comes from the role. */
export type RoleClaim = 'divisions' | 'enterprise' | 'bank' | 'worker';

/** A kind of user of the hub (角色): what it may ask for, and how far. */
export interface Role {
  name: string;
  zh: string;
  sentence: string;
  kind: CallerKind;
  scopes: readonly string[];
  sectors: readonly Sector[];
  /** The widest a token of this role may reach: a province (450000), a city (450100) or a county (450103). */
  level: 'PROVINCE' | 'PREFECTURE' | 'COUNTY';
  /** The divisions of a token that names none. */
  divisions: readonly string[];
  /** Claims a token of this role must carry. */
  claims: readonly RoleClaim[];
}

const EVERY_SECTOR: readonly Sector[] = ['HOUSING', 'TRANSPORT', 'WATER', 'AGRICULTURE', 'ENERGY', 'OTHER'];

const SITE = [
  'project:read',
  'enterprise:read',
  'worker:read',
  'attendance:read',
  'payroll:read',
  'contract:read',
];
const MONEY = ['account:read', 'guarantee:read'];
const CASES = [
  'warning:read',
  'doubtful:read',
  'doubtful:handle',
  'sector:read',
  'credit:read',
  'indicator:read',
];
/**
 * What only an authority may state of others. Who of them may decide what is settled in the department: a status change is the
 * industry department's, a project is put under key supervision by that one or by human resources.
 */
const AUTHORITY = ['credit:submit', 'complaint:submit', 'organisation:submit', 'project:supervise'];
const SUPERVISE = [...SITE, ...MONEY, ...CASES, ...AUTHORITY];
const CLEAR = ['personal:clear', 'sensitive:clear'];

/** All roles. Scopes stand here and only here: a token names its role, never a scope. Modelled, not an official list. */
export const roles: readonly Role[] = [
  department(
    'province-hr',
    '自治区人社厅',
    'Human resources of the province: sees all sectors, decides cases, declares purposes for clear data.',
    'PROVINCE',
    EVERY_SECTOR,
    [...SUPERVISE, ...CLEAR, 'inspection:submit', 'deposit:submit', 'change:read', 'audit:read'],
    ['450000'],
  ),
  department(
    'city-hr',
    '市人社局',
    'Human resources of a city: all sectors of its city.',
    'PREFECTURE',
    EVERY_SECTOR,
    [...SUPERVISE, ...CLEAR, 'inspection:submit', 'deposit:submit'],
    ['450100'],
  ),
  department(
    'county-hr',
    '县(区)人社局',
    'Human resources of a county: all sectors of its county; verifies and handles doubtful data.',
    'COUNTY',
    EVERY_SECTOR,
    [...SUPERVISE, ...CLEAR, 'inspection:submit', 'deposit:submit'],
    ['450103'],
  ),
  department(
    'province-housing',
    '自治区住建厅',
    'Housing department of the province: building projects everywhere.',
    'PROVINCE',
    ['HOUSING'],
    [...SUPERVISE, 'sector:submit'],
    ['450000'],
  ),
  department(
    'province-transport',
    '自治区交通运输厅',
    'Transport department of the province: road and water transport projects everywhere.',
    'PROVINCE',
    ['TRANSPORT'],
    [...SUPERVISE, 'sector:submit'],
    ['450000'],
  ),
  department(
    'province-water',
    '自治区水利厅',
    'Water department of the province: water projects everywhere.',
    'PROVINCE',
    ['WATER'],
    [...SUPERVISE, 'sector:submit'],
    ['450000'],
  ),
  department(
    'yunnan-housing',
    '云南省住建厅',
    'Housing department of a second province: its own projects, and its rates against the published base.',
    'PROVINCE',
    ['HOUSING'],
    [...SUPERVISE, 'sector:submit'],
    ['530000'],
  ),
  department(
    'county-housing',
    '县(区)住建局',
    'A housing officer of one county: building projects of that county and nothing else.',
    'COUNTY',
    ['HOUSING'],
    [...SUPERVISE, 'sector:submit', 'personal:clear'],
    ['450103'],
  ),
  {
    ...department(
      'financial-regulator',
      '金融监管部门',
      'Financial regulator: special accounts, guarantees and what they belong to; has doubts about money verified.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        'project:read',
        'enterprise:read',
        ...MONEY,
        'payroll:read',
        'warning:read',
        'doubtful:read',
        'doubtful:handle',
        'indicator:read',
      ],
      ['450000'],
    ),
    kind: 'FINANCIAL',
  },
  {
    ...department(
      'bank',
      '银行',
      'A bank: the special accounts it keeps, their flows, the wages it paid out and its guarantees, and the projects these are for; submits account data, verifies the doubts assigned to it.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        'project:read',
        'enterprise:read',
        ...MONEY,
        'disbursement:read',
        'account:submit',
        'doubtful:read',
        'doubtful:handle',
      ],
      ['450000'],
    ),
    kind: 'BANK',
    claims: ['bank'],
  },
  ...issuerRoles,
  {
    ...department(
      'vendor',
      '实名制考勤设备厂商',
      'A vendor of attendance devices: submits people and attendance, reads nothing.',
      'PROVINCE',
      EVERY_SECTOR,
      ['attendance:submit', 'worker:submit'],
      ['450000'],
    ),
    kind: 'VENDOR',
  },
  {
    ...department(
      'national-job',
      '国家平台同步任务',
      'The job that exchanges with the national platform: hands doubtful data down, takes results up. Neither people nor money are among what is exchanged.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        'project:read',
        'enterprise:read',
        'warning:read',
        'doubtful:read',
        'doubtful:ingest',
        'change:read',
        'indicator:read',
      ],
      ['450000', '530000'],
    ),
    kind: 'NATIONAL',
  },
  {
    ...department(
      'enterprise',
      '施工企业',
      'An enterprise: its own projects, with their people, wages, warnings and doubts, and its own credit; of more than 5,000 projects the first 5,000 by code, and the log warns.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        ...SITE,
        ...MONEY,
        'warning:read',
        'doubtful:read',
        'doubtful:handle',
        'sector:read',
        'credit:read',
        'project:submit',
        'worker:submit',
        'payroll:submit',
        'contract:submit',
      ],
      ['450000'],
    ),
    kind: 'ENTERPRISE',
    claims: ['enterprise'],
  },
  {
    ...department(
      'worker-app',
      '农民工应用',
      'The worker’s app, on behalf of one worker: that worker’s own record, and who employs the worker; lodges that worker’s complaints, of which employers see nothing.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        'project:read',
        'enterprise:read',
        'worker:read',
        'attendance:read',
        'payroll:read',
        'contract:read',
        'account:read',
        'complaint:read',
        'complaint:submit',
      ],
      ['450000'],
    ),
    kind: 'WORKER_APP',
    claims: ['worker'],
  },
  {
    ...department(
      'auditor',
      '审计机关',
      'An auditor: indicators, warnings, cases of doubtful data, credit and who looked at what; changes nothing.',
      'PROVINCE',
      EVERY_SECTOR,
      [
        'project:read',
        'enterprise:read',
        'warning:read',
        'doubtful:read',
        'credit:read',
        'indicator:read',
        'change:read',
        'audit:read',
      ],
      ['450000'],
    ),
    kind: 'AUDITOR',
  },
];

export const roleOf: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role.name, role]));

function department(
  name: string,
  zh: string,
  sentence: string,
  level: Role['level'],
  sectors: readonly Sector[],
  scopes: readonly string[],
  divisions: readonly string[],
): Role {
  return { name, zh, sentence, kind: 'DEPARTMENT', level, sectors, scopes, divisions, claims: [] };
}
