import { v4 } from 'uuid';
import { addDays, type BusinessDate } from '../../kernel/calendar.ts';
import { codeTable } from '../../schema/codes.ts';
import { draw } from '../draw.ts';
import { personName } from '../names.ts';
import { enterpriseCode, mobileNumber, residentNumber } from '../synthetic-numbers.ts';

// Who and what a seed at scale is about: everything follows from a number, so that any part can be made by itself.

const counties = (table: string): string[] =>
  codeTable(table)
    .items.filter(({ level }) => level === 'county')
    .map(({ code }) => code);

const GUANGXI = counties('divisions-guangxi');
const HOMES = [...GUANGXI, ...counties('divisions-yunnan'), ...counties('divisions-hubei')];

/** The day every project begins, and the one on which everybody is on file. */
export const [STARTED, FILED] = ['2025-01-06' as BusinessDate, '2025-01-15' as BusinessDate];

/** Beyond the demo's serials. */
const [FIRST_PROJECT, FIRST_FIRM] = [5_001, 700];
const FIRMS = 3_000;

const KINDS = [
  ...Array.from({ length: 6 }, () => ['HOUSING', 'HOUSING', '01'] as const),
  ...Array.from({ length: 2 }, () => ['TRANSPORT', 'TRANSPORT', '03'] as const),
  ['WATER', 'WATER', '04'] as const,
  ['OTHER', 'ENERGY', '12'] as const,
];

export const BANKS = ['102', '103', '104', '105', '402'] as const;

export interface ScaleProject {
  readonly serial: number;
  readonly code: string;
  readonly divisionCode: string;
  readonly kind: string;
  readonly sector: string;
  readonly category: string;
  readonly contractor: string;
  readonly bankCode: string;
  readonly crews: readonly [string, string];
}

/** The project of a number (项目). */
export function projectOf(serial: number): ScaleProject {
  const divisionCode = GUANGXI[serial % GUANGXI.length]!;
  const [kind, sector, category] = KINDS[serial % KINDS.length]!;
  const number = FIRST_PROJECT + Math.floor(serial / GUANGXI.length);
  return {
    serial,
    code: `${divisionCode}202501${String(number).padStart(4, '0')}`,
    divisionCode,
    kind,
    sector,
    category,
    contractor: firmOf(serial).creditCode,
    bankCode: BANKS[serial % BANKS.length]!,
    crews: [`S${serial}-1`, `S${serial}-2`],
  };
}

/** The number of another project in the same county; of a county with one alone itself. */
export function neighbourOf(serial: number, projects: number): number {
  const next = serial + GUANGXI.length;
  return next < projects ? next : serial % GUANGXI.length;
}

/** How many enterprises build so many projects. */
export const firmsFor = (projects: number): number => Math.min(FIRMS, projects);

/** The general contractor of a project's number, or the enterprise of its own (企业). */
export function firmOf(serial: number): { creditCode: string; name: string; divisionCode: string } {
  const number = serial % FIRMS;
  const divisionCode = GUANGXI[number % GUANGXI.length]!;
  const creditCode = enterpriseCode(divisionCode, FIRST_FIRM + Math.floor(number / GUANGXI.length));
  return { creditCode, name: `示例规模建设第${number + 1}有限公司`, divisionCode };
}

/** The worker id of a number: the same in every installation. */
export const workerIdOf = (serial: number): string =>
  v4({ random: draw(`scale worker ${serial}`).bytes(16) });

/** A fictional worker (农民工); no two have the same division and day of birth, and so the same number. */
export function workerOf(serial: number) {
  const chance = draw(`scale person ${serial}`);
  const bornOn = addDays(FIRST_BORN, Math.floor(serial / HOMES.length));
  return {
    workerId: workerIdOf(serial),
    number: residentNumber(HOMES[serial % HOMES.length]!, bornOn),
    name: personName(chance),
    gender: chance.chance(0.86) ? 'MALE' : 'FEMALE',
    bornOn,
    ethnicGroup: '01',
    education: '03',
    phone: mobileNumber(serial % 1_000_000),
  };
}

const FIRST_BORN = '1966-01-01' as BusinessDate;

/** What a worker of a number earns a day, in fen. */
export const dailyFenOf = (serial: number): bigint => 20_000n + BigInt(serial % 17) * 1_000n;
