import { parseRatio, type Ratio, ZERO_YUAN } from '../../../kernel/yuan.ts';
import {
  parameterOn,
  type ProvinceParameter,
  type ProvinceProfile,
  provinceProfiles,
  yuanOn,
} from '../../../schema/province-profiles.ts';
import type { DepositRates } from '../rules/deposit-rates.ts';

/**
 * The rates that hold in a place on a day (保证金存储比例): parameters GUARANTEE_DEPOSIT_… of its province, or of a smaller
 * division that has its own; null where none are known.
 */
export function depositRatesOn(
  division: string,
  day: string,
  profiles: readonly ProvinceProfile[] = provinceProfiles,
): DepositRates | null {
  const named = (name: string): ProvinceParameter | undefined =>
    parameterOn(division, `GUARANTEE_DEPOSIT_${name}`, day, profiles);
  const base = named('RATE_BASE');
  const most = named('RATE_MOST');
  if (base === undefined || most === undefined) return null;
  const ratio = (name: string): Ratio => parseRatio((named(name) ?? base).value);
  return {
    base: parseRatio(base.value),
    raised: ratio('RATE_RAISED'),
    lowered: ratio('RATE_LOWERED'),
    least: ratio('RATE_SEVERAL_PROJECTS'),
    most: parseRatio(most.value),
    exemptBelow: yuanOn(division, 'GUARANTEE_DEPOSIT_EXEMPT_BELOW', day, profiles) ?? ZERO_YUAN,
    cap: yuanOn(division, 'GUARANTEE_DEPOSIT_CAP', day, profiles),
    documentNo: documentOf(base) ?? documentOf(most) ?? '',
    isModelled: base.status === 'modelled',
  };
}

/** What stands in no document of the place lies within the frame of the nation's. */
const documentOf = ({ document }: ProvinceParameter): string | null =>
  document && (document.number ?? document.title);
