import type { Fact } from '../ledger/fact.ts';
import { type Dataset, dataset } from '../ledger/submission/dataset.ts';
import {
  day,
  documentNo,
  namesNobody,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
} from '../ledger/submission/fields/index.ts';
import { project } from '../ledger/submission/references/project.ts';
import { checkDepartment } from './department-only.ts';
import { firstNaming, keyOf, numberedInProject, stillNamedBy } from './numbered-in-project.ts';
import { checkSector, SECTOR_SUBMIT, type SectorPlatform } from './sector-platform.ts';

const fields = {
  projectCode: required(projectCode()),
  inspectionNo: required(documentNo({ max: 50, isFree: true })),
  inspectedOn: required(day()),
  inspector: required(text({ max: 100 })),
  result: required(oneOf(['IN_ORDER', 'RECTIFY', 'STOP_WORK'])),
  findings: text({ max: 1_000 }),
  rectifyBy: day(),
  rectifiedOn: day(),
};

/** 检查, as the department that inspected states it: first what was found, later under the same number when it was put right. */
export function inspectionSubmission(inspection: Fact, deduction: Fact, platform: SectorPlatform): Dataset {
  const number = 'inspectionNo';
  const firstDeduction = firstNaming(deduction, { number, day: 'decidedOn', path: 'inspectedOn' });
  return dataset<typeof fields>({
    name: 'INSPECTION',
    operation: `submit${platform.type}Inspections`,
    scopes: SECTOR_SUBMIT,
    fact: inspection,
    fields,
    check({ result, findings, inspectedOn, rectifyBy, rectifiedOn }, report, moment, caller) {
      checkDepartment(report, caller);
      namesNobody(report, { findings }, moment);
      notInFuture(report, 'inspectedOn', inspectedOn, moment);
      notInFuture(report, 'rectifiedOn', rectifiedOn, moment);
      notReversed(report, 'rectifyBy', inspectedOn, rectifyBy);
      notReversed(report, 'rectifiedOn', inspectedOn, rectifiedOn);
      if (result === 'IN_ORDER') {
        const path = rectifyBy !== null ? 'rectifyBy' : rectifiedOn !== null ? 'rectifiedOn' : null;
        if (path !== null) report.reject('RECTIFICATION_UNFOUNDED', { path });
        else if (findings !== null) report.warn('FINDINGS_IN_ORDER');
      } else if (findings === null) report.reject('FINDINGS_MISSING', { path: 'findings' });
      if (rectifyBy !== null && rectifiedOn !== null && rectifiedOn > rectifyBy)
        report.warn('RECTIFIED_LATE');
    },
    references: [project, firstDeduction],
    checkFound({ inspectedOn }, found, report) {
      checkSector(platform, found, report);
      const first = found(firstDeduction);
      if (first !== null && first < inspectedOn) report.warn('LATER_THAN_WHAT_FOLLOWS');
    },
    write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
    heldBy: ['projectCode', 'inspectionNo'],
    stillNamed: stillNamedBy(inspection, deduction, number),
    releases: ({ projectCode, inspectionNo }) => [
      { name: 'inspection', key: keyOf(String(projectCode), String(inspectionNo)) },
    ],
  });
}

/** The inspection of the project that a record names (检查). */
export const inspectionOf = (inspection: Fact) =>
  numberedInProject(inspection, 'inspection', 'inspectionNo', 'INSPECTION_UNKNOWN');
