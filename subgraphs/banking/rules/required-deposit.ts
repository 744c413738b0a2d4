import { multiplyRatio, type Ratio, type Yuan, ZERO_YUAN } from '../../../kernel/yuan.ts';
import type { DepositRates } from './deposit-rates.ts';

/** What is known of the contractor's arrears (欠薪记录), as the department that decides the rate states it. */
export type ArrearsHistory =
  | 'ARREARS_WITHIN_TWO_YEARS'
  | 'NONE_FOR_ONE_YEAR'
  | 'NONE_FOR_TWO_YEARS'
  | 'NONE_FOR_THREE_YEARS';

/** Why the amount is what it is (计算依据). */
export type DepositGround =
  | 'BASE'
  | 'RAISED'
  | 'LOWERED'
  | 'CAPPED'
  | 'EXEMPT_SMALL_CONTRACT'
  | 'EXEMPT_CLEAN_HISTORY';

export interface RequiredDeposit {
  readonly amount: Yuan;
  readonly rate: Ratio;
  readonly ground: DepositGround;
}

/**
 * The wage guarantee deposit that the rule asks for (应存工资保证金): the contract price times a rate that the arrears history
 * raises or lowers, or nothing where the contract is exempt. The parts are sourced (65号), putting them together is modelled.
 */
export function requiredDeposit(
  contractPrice: Yuan,
  history: ArrearsHistory | null,
  rates: DepositRates,
): RequiredDeposit {
  const exempt = exemption(contractPrice, history, rates);
  if (exempt) return { amount: ZERO_YUAN, rate: '0' as Ratio, ground: exempt };
  const [ground, stated] = rateFor(history, rates);
  const rate = limited(stated, rates);
  const amount = multiplyRatio(contractPrice, rate);
  if (rates.cap !== null && amount > rates.cap) return { amount: rates.cap, rate, ground: 'CAPPED' };
  return { amount, rate, ground };
}

function exemption(
  price: Yuan,
  history: ArrearsHistory | null,
  { exemptBelow }: DepositRates,
): 'EXEMPT_SMALL_CONTRACT' | 'EXEMPT_CLEAN_HISTORY' | null {
  // Where nothing is known of the history, nobody is exempt.
  if (history === null || history === 'ARREARS_WITHIN_TWO_YEARS') return null;
  if (price < exemptBelow) return 'EXEMPT_SMALL_CONTRACT';
  return history === 'NONE_FOR_THREE_YEARS' && exemptBelow > 0n ? 'EXEMPT_CLEAN_HISTORY' : null;
}

function rateFor(
  history: ArrearsHistory | null,
  { base, raised, lowered }: DepositRates,
): [DepositGround, Ratio] {
  if (history === 'ARREARS_WITHIN_TWO_YEARS') return ['RAISED', raised];
  if (history === 'NONE_FOR_TWO_YEARS') return ['LOWERED', lowered];
  return ['BASE', base];
}

const limited = (rate: Ratio, { least, most }: DepositRates): Ratio =>
  Number(rate) < Number(least) ? least : Number(rate) > Number(most) ? most : rate;
