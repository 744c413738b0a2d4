/** An early warning about a project that is not cleared, raised on 2026-02-01. */
export const warning = (projectCode: string, more: object = {}) => ({
  warningNo: `YJ-${projectCode}`,
  projectCode,
  ruleCode: 'ZJ-04',
  category: 'FUNDS_FLOW',
  level: 'RED',
  state: 'RAISED',
  subject: '2026-01',
  detail: '未按月发放工资',
  raisedOn: '2026-02-01',
  occurrences: 1,
  ...more,
});
