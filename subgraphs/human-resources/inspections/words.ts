/**
 * What a case of labour inspection is about (案件类别). Modelled: the hub's own division, after Order 724 Art. 53 to 57
 * as the domain notes give them.
 */
export const CASE_KINDS = [
  'WAGE_ARREARS',
  'NO_WAGE_LEDGER',
  'CARD_WITHHELD',
  'NO_SPECIAL_ACCOUNT',
  'NO_DEPOSIT',
  'NO_REAL_NAME_MANAGEMENT',
  'NO_NOTICE_BOARD',
  'LABOUR_COST_LATE',
  'OTHER',
] as const;

/** How a case ended (结案方式). Modelled. */
export const CASE_OUTCOMES = [
  'PAID_IN_FULL',
  'RECTIFIED',
  'PENALISED',
  'TRANSFERRED',
  'NOT_ESTABLISHED',
] as const;

/** What an order asks (责令类别): to put right, or to pay by a day. Order 724 Art. 54 to 57; 人社部令第45号. */
export const ORDER_KINDS = ['RECTIFY', 'PAY'] as const;
