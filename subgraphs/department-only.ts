import type { Caller } from '../kernel/caller.ts';
import type { Report } from '../ledger/submission/report.ts';

/**
 * What only an authority can state (reviews, inspections, deductions, cases) is stated by the department in charge (主管部门), or by
 * the hub on its behalf, whoever else has the scope. Which department is in charge says the scope's role and the reach of its sector.
 */
export function checkDepartment(report: Report, { kind }: Caller): void {
  if (kind !== 'DEPARTMENT' && kind !== 'HUB') report.reject('DEPARTMENT_ONLY');
}
