import { parseYuan, type Yuan } from '../../../kernel/yuan.ts';
import type { DepositRates } from '../rules/deposit-rates.ts';
import { type ArrearsHistory, arrearsStanding } from '../rules/arrears-standing.ts';
import { type RequiredDeposit, requiredDeposit } from '../rules/required-deposit.ts';
import { depositRatesOn } from './deposit-rates-on.ts';

/** What the rule needs to know. */
export interface DepositFacts {
  /** The price the source reckoned from. */
  readonly stated: bigint | null | undefined;
  /** The project's price on record, in yuan. */
  readonly onRecord: string | null | undefined;
  readonly history: string | null | undefined;
  /** The day of the contractor's last arrears. */
  readonly lastArrearsOn: string | null | undefined;
  readonly division: string | null | undefined;
  /** The day whose rates hold. */
  readonly on: string;
}

export interface DepositByRule extends RequiredDeposit {
  readonly contractPrice: Yuan;
  readonly rates: DepositRates;
}

/** The deposit that the rule asks for (按规则应存保证金); null where the price is not known, or no rate holds. */
export function depositByRule({
  stated,
  onRecord,
  history,
  lastArrearsOn,
  division,
  on,
}: DepositFacts): DepositByRule | null {
  const contractPrice = (stated ?? (onRecord ? parseYuan(onRecord) : null)) as Yuan | null;
  const rates = division ? depositRatesOn(division, on) : null;
  if (contractPrice === null || rates === null) return null;
  const standing = arrearsStanding((history ?? null) as ArrearsHistory | null, lastArrearsOn ?? null, on);
  const required = requiredDeposit(contractPrice, standing, rates);
  return { ...required, contractPrice, rates };
}
