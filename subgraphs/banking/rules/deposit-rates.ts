import type { Ratio, Yuan } from '../../../kernel/yuan.ts';

/** The rates of one place and time (保证金存储比例), of the contract price. */
export interface DepositRates {
  readonly base: Ratio;
  /** Where there were arrears. */
  readonly raised: Ratio;
  /** Where there were none for long. */
  readonly lowered: Ratio;
  /** Whatever a place decides, not below and not above these. */
  readonly least: Ratio;
  readonly most: Ratio;
  /** Contracts below it are exempt where there were no arrears; 0 where nobody is. */
  readonly exemptBelow: Yuan;
  readonly cap: Yuan | null;
  readonly documentNo: string;
  readonly isModelled: boolean;
}
