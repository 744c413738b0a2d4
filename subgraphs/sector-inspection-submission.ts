import { sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import type { Fact } from '../ledger/fact.ts';
import { type Dataset, dataset, type Reference } from '../ledger/submission/dataset.ts';
import {
  day,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
} from '../ledger/submission/fields/index.ts';
import { project } from '../ledger/submission/references/project.ts';
import { ref } from '../ledger/table.ts';
import { checkSector, SECTOR_SUBMIT, type SectorPlatform } from './sector-platform.ts';

const fields = {
  projectCode: required(projectCode()),
  inspectionNo: required(text({ max: 50 })),
  inspectedOn: required(day()),
  inspector: required(text({ max: 100 })),
  result: required(oneOf(['IN_ORDER', 'RECTIFY', 'STOP_WORK'])),
  findings: text({ max: 1_000 }),
  rectifyBy: day(),
  rectifiedOn: day(),
};

/** 检查, as the sub-platform states it: first what was found, later under the same number when it was put right. */
export function inspectionSubmission(inspection: Fact, platform: SectorPlatform): Dataset {
  return dataset<typeof fields>({
    name: 'INSPECTION',
    operation: `submit${platform.type}Inspections`,
    scopes: SECTOR_SUBMIT,
    fact: inspection,
    fields,
    check({ result, findings, inspectedOn, rectifyBy, rectifiedOn }, report, moment) {
      notInFuture(report, 'inspectedOn', inspectedOn, moment);
      notInFuture(report, 'rectifiedOn', rectifiedOn, moment);
      notReversed(report, 'rectifyBy', inspectedOn, rectifyBy);
      notReversed(report, 'rectifiedOn', inspectedOn, rectifiedOn);
      if (result === 'IN_ORDER') {
        const path = rectifyBy !== null ? 'rectifyBy' : rectifiedOn !== null ? 'rectifiedOn' : null;
        if (path !== null) report.reject('RECTIFICATION_UNFOUNDED', { path });
      } else if (findings === null) report.reject('FINDINGS_MISSING', { path: 'findings' });
      if (rectifyBy !== null && rectifiedOn !== null && rectifiedOn > rectifyBy)
        report.warn('RECTIFIED_LATE');
    },
    references: [project],
    checkFound: (_values, found, report) => checkSector(platform, found, report),
    write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
    heldBy: ['projectCode', 'inspectionNo'],
    releases: ({ projectCode, inspectionNo }) => [
      { name: 'inspection', key: `${projectCode} ${inspectionNo}` },
    ],
  });
}

export interface OfInspection {
  readonly projectCode: string | null;
  readonly inspectionNo: string | null;
}

/** The inspection of the project that a record names (检查); a code has no blank in it, a number may. */
export const inspectionOf = (
  inspection: Fact,
): Reference<OfInspection, { readonly inspectedOn: string }> => ({
  name: 'inspection',
  path: 'inspectionNo',
  missing: 'INSPECTION_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, inspectionNo }) =>
    projectCode === null || inspectionNo === null ? null : `${projectCode} ${inspectionNo}`,
  async find(keys, _scene, db) {
    const parts = keys.map(
      (key) => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)] as const,
    );
    const rows = await db!.rows<{ readonly key: string; readonly inspectedOn: string }>(sql`
      select t.project_code || ' ' || t.inspection_no as key, t.inspected_on as "inspectedOn"
        from ${ref(inspection.schema, inspection.table)} t
       where (t.project_code, t.inspection_no) in (select * from unnest(
         ${arrayLiteral(parts.map(([code]) => code))}::text[], ${arrayLiteral(parts.map(([, no]) => no))}::text[]))
         and not t.withdrawn`);
    return new Map(rows.map(({ key, inspectedOn }) => [key, { inspectedOn }]));
  },
});
