import { addDays, type BusinessDate } from '../../../kernel/calendar.ts';

/**
 * Whether a special account was opened too long after the construction contract was signed (逾期开户). Source: 人社部发〔2021〕53号, as
 * repeated by Chongqing and Jiangsu.
 * @param within days, the last one counted (parameter ACCOUNT_OPENING_DAYS); null where none are set
 */
export const isOpenedLate = (openedOn: string, signedOn: BusinessDate, within: number | null): boolean =>
  within !== null && openedOn > addDays(signedOn, within);
