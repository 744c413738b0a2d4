import { multiplyRatio, type Ratio, type Yuan, ZERO_YUAN } from '../../../kernel/yuan.ts';
import type { ArrearsStanding } from './arrears-standing.ts';
import type { DepositRates } from './deposit-rates.ts';

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
 * The wage guarantee deposit that the rule asks for (应存工资保证金): the contract price times a rate that arrears raise and their
 * absence lowers, or nothing where the contract is exempt. The parts are sourced (65号), putting them together is modelled.
 */
export function requiredDeposit(
  contractPrice: Yuan,
  standing: ArrearsStanding,
  rates: DepositRates,
): RequiredDeposit {
  const exempt = exemption(contractPrice, standing, rates);
  if (exempt) return { amount: ZERO_YUAN, rate: '0' as Ratio, ground: exempt };
  const [ground, stated] = rateFor(standing, rates);
  const rate = limited(stated, rates);
  const amount = multiplyRatio(contractPrice, rate);
  if (rates.cap !== null && amount > rates.cap) return { amount: rates.cap, rate, ground: 'CAPPED' };
  return { amount, rate, ground };
}

function exemption(
  price: Yuan,
  { cleanYears, areSystemsInForce }: ArrearsStanding,
  { exemptBelow }: DepositRates,
): 'EXEMPT_SMALL_CONTRACT' | 'EXEMPT_CLEAN_HISTORY' | null {
  // Where nothing is known of arrears, nobody is exempt.
  if (cleanYears >= 1 && price < exemptBelow) return 'EXEMPT_SMALL_CONTRACT';
  return cleanYears === 3 && areSystemsInForce && exemptBelow > 0n ? 'EXEMPT_CLEAN_HISTORY' : null;
}

function rateFor(
  { cleanYears, hadArrearsWithinTwoYears }: ArrearsStanding,
  { base, raised, lowered }: DepositRates,
): [DepositGround, Ratio] {
  if (hadArrearsWithinTwoYears) return ['RAISED', raised];
  // Whoever would be exempt but stands where nobody is pays no more than one with two clean years.
  if (cleanYears >= 2) return ['LOWERED', lowered];
  return ['BASE', base];
}

const limited = (rate: Ratio, { least, most }: DepositRates): Ratio =>
  Number(rate) < Number(least) ? least : Number(rate) > Number(most) ? most : rate;
