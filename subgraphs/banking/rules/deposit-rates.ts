import { z } from 'zod';
import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { divisionSpan } from '../../../kernel/identifiers/division-code.ts';
import { parseRatio, parseYuan } from '../../../kernel/yuan.ts';
import listed from './deposit-rates.json' with { type: 'json' };

const Row = z.strictObject({
  /** The rates hold here and below. */
  division: z.string().regex(/^\d{6}$/),
  from: z.string().transform(parseBusinessDate),
  /** The last day; null while they hold. */
  to: z.string().transform(parseBusinessDate).nullable(),
  base: z.string().transform(parseRatio),
  /** Where there were arrears. */
  raised: z.string().transform(parseRatio),
  /** Where there were none for long. */
  lowered: z.string().transform(parseRatio),
  exemptBelow: z.string().transform(parseYuan),
  cap: z.string().transform(parseYuan).nullable(),
  documentNo: z.string().min(1),
  status: z.enum(['sourced', 'modelled']),
});

/** The rates of one division and stretch of time (保证金存储比例). */
export type DepositRates = z.infer<typeof Row>;

const rates: readonly DepositRates[] = listed.rates.map((row) => Row.parse(row));

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
