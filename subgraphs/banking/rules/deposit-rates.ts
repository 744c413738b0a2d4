import { type BusinessDate, parseBusinessDate } from '../../../kernel/calendar.ts';
import { divisionSpan } from '../../../kernel/identifiers/division-code.ts';
import { parseRatio, parseYuan, type Ratio, type Yuan } from '../../../kernel/yuan.ts';
import listed from './deposit-rates.json' with { type: 'json' };

/** The rates of one division and stretch of time (保证金存储比例), of the contract price. */
export interface DepositRates {
  /** They hold here and below. */
  readonly division: string;
  readonly from: BusinessDate;
  /** The last day; null while they hold. */
  readonly to: BusinessDate | null;
  readonly base: Ratio;
  /** Where there were arrears. */
  readonly raised: Ratio;
  /** Where there were none for long. */
  readonly lowered: Ratio;
  readonly exemptBelow: Yuan;
  readonly cap: Yuan | null;
  readonly documentNo: string;
  readonly isModelled: boolean;
}

const rates: readonly DepositRates[] = listed.rates.map(({ status, ...row }) => ({
  division: row.division,
  from: parseBusinessDate(row.from),
  to: row.to === null ? null : parseBusinessDate(row.to),
  base: parseRatio(row.base),
  raised: parseRatio(row.raised),
  lowered: parseRatio(row.lowered),
  exemptBelow: parseYuan(row.exemptBelow),
  cap: row.cap === null ? null : parseYuan(row.cap),
  documentNo: row.documentNo,
  isModelled: status === 'modelled',
}));

/** The rates that hold in a place on a day: those of the smallest division that has any; null where none are known. */
export function depositRatesOn(division: string, day: string): DepositRates | null {
  const holding = rates.filter(
    ({ division: of, from, to }) => isWithin(division, of) && from <= day && (to === null || day <= to),
  );
  return holding.sort(narrowestThenLatest)[0] ?? null;
}

function isWithin(division: string, of: string): boolean {
  const { lo, hi } = divisionSpan(of);
  return division >= lo && division < hi;
}

const narrowestThenLatest = (a: DepositRates, b: DepositRates): number =>
  divisionSpan(b.division).lo.length - divisionSpan(a.division).lo.length || (a.from < b.from ? 1 : -1);
