import type { Fact } from '../ledger/fact.ts';
import { type Dataset, dataset } from '../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  integer,
  namesNobody,
  notInFuture,
  oneOf,
  projectCode,
  required,
  text,
} from '../ledger/submission/fields/index.ts';
import { project } from '../ledger/submission/references/project.ts';
import { checkDepartment } from './department-only.ts';
import { inspectionOf } from './sector-inspection-submission.ts';
import { checkSector, SECTOR_SUBMIT, type SectorPlatform } from './sector-platform.ts';

/** Modelled: no text of Guangxi names a scale; a project's year begins with a hundred points. */
const MOST_POINTS = 100;

const fields = {
  projectCode: required(projectCode()),
  deductionNo: required(documentNo({ max: 50, isFree: true })),
  inspectionNo: documentNo({ max: 50, isFree: true }),
  decidedOn: required(day()),
  enterpriseCode: creditCode(),
  post: oneOf(['PROJECT_MANAGER', 'TECHNICAL_LEAD', 'SAFETY_OFFICER', 'CHIEF_SUPERVISOR', 'WAGE_OFFICER']),
  points: required(integer({ min: 1, max: MOST_POINTS })),
  basis: required(text({ max: 500 })),
};

/** 信用扣分, as the department that decided states it: of an enterprise, of a post on the project, or of both; it names no person. */
export function deductionSubmission(deduction: Fact, inspection: Fact, platform: SectorPlatform): Dataset {
  const inspected = inspectionOf(inspection);
  return dataset<typeof fields>({
    name: 'CREDIT_DEDUCTION',
    operation: `submit${platform.type}CreditDeductions`,
    scopes: SECTOR_SUBMIT,
    fact: deduction,
    fields,
    check({ decidedOn, enterpriseCode, post, basis }, report, moment, caller) {
      namesNobody(report, { basis }, moment);
      checkDepartment(report, caller);
      notInFuture(report, 'decidedOn', decidedOn, moment);
      if (enterpriseCode === null && post === null)
        report.reject('DEDUCTION_FROM_NOBODY', { path: 'enterpriseCode' });
    },
    references: [project, inspected],
    checkFound({ decidedOn }, found, report) {
      checkSector(platform, found, report);
      const inspectedOn = found(inspected)?.inspectedOn as string | undefined;
      if (inspectedOn !== undefined && decidedOn < inspectedOn)
        report.reject('DEDUCTION_BEFORE_INSPECTION', {
          path: 'decidedOn',
          expected: 'a day not earlier than the inspection that it follows from',
        });
    },
    write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
    heldBy: ['projectCode', 'deductionNo'],
  });
}
