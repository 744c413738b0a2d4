/**
 * The planted troubles (埋设的问题), in the order of `seeds/STORIES.md`. `rule` is the early-warning rule and `kind` the kind
 * of doubtful data it shows as; both are this project's own codes (schema/codes), modelled and not official.
 */
export const TROUBLES = {
  LABOUR_COST_LATE: { no: 1, rule: 'ZJ-01' },
  LABOUR_COST_SHORT: { no: 2, rule: 'ZJ-02' },
  DAYS_EXCEED: { no: 3, rule: 'ZJ-09' },
  TWO_SITES: { no: 4, kind: 'YD-01' },
  SHARED_CARD: { no: 5, rule: 'ZJ-11', kind: 'YD-09' },
  LETTER_EXPIRED: { no: 6, rule: 'ZD-16' },
  ACCOUNT_MISNAMED: { no: 7, rule: 'ZD-08' },
  FILED_DAY_16: { no: 8, rule: 'ZD-01' },
  FILED_DAY_15: { no: 9 },
  PAID_SHORT: { no: 10, rule: 'ZJ-05' },
  PAID_FROM_ELSEWHERE: { no: 11, rule: 'ZJ-10', kind: 'YD-12' },
  ATTENDANCE_AFTER_COMPLETION: { no: 12, rule: 'ZD-14' },
  NO_CONTRACT: { no: 13, rule: 'ZD-04' },
  MONTH_EDGE: { no: 14 },
  NIGHT_SHIFT: { no: 15 },
  SUSPENDED_AT_WORK: { no: 16, rule: 'ZD-14', kind: 'YD-16' },
  FIFTEEN_DIGITS: { no: 17, kind: 'YD-03' },
  UNDER_AGE: { no: 18, kind: 'YD-04' },
  ACCOUNT_CLOSED_EARLY: { no: 19, rule: 'ZJ-18' },
  PAYMENT_RETURNED: { no: 20, rule: 'ZJ-15' },
  FLOW_GAP: { no: 21, kind: 'YD-20' },
  NO_CARD: { no: 22, rule: 'ZD-17' },
  OFFICER_UNTRAINED: { no: 23, rule: 'ZD-06' },
  NO_ATTENDANCE: { no: 24, rule: 'ZD-03' },
  NO_ACCOUNT: { no: 25, rule: 'ZD-07' },
  CONTRACTOR_LISTED: { no: 26, rule: 'TS-05' },
  DEPOSIT_MISNAMED: { no: 27, rule: 'ZD-11' },
  PAID_WITHOUT_ATTENDANCE: { no: 28, kind: 'YD-06' },
  PUNCHES_WITHDRAWN: { no: 29, kind: 'YD-18' },
} as const satisfies Record<string, { no: number; rule?: string; kind?: string }>;

export type Trouble = keyof typeof TROUBLES;
