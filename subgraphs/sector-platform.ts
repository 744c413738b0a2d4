import type { Found } from '../ledger/submission/dataset.ts';
import { project } from '../ledger/submission/references/project.ts';
import type { Report } from '../ledger/submission/report.ts';

/** An industry department's sub-platform (行业子平台), as far as it differs from the others in what all of them keep. */
export interface SectorPlatform {
  /** How the names of its types begin, such as `Water` of `WaterInspection`. */
  readonly type: string;
  /** How the names of its queries begin, such as `water` of `waterInspections`. */
  readonly field: string;
  /** The kind of the projects whose detail it keeps (项目类别), in words and as the projection of projects says it. */
  readonly noun: string;
  readonly kind: string;
  /** The department in charge, such as 水利部门. */
  readonly department: string;
  /** Kinds of works (dictionary project-categories) that belong to another sub-platform. */
  readonly othersWorks: readonly string[];
}

/** Who may submit the detail of a sector (行业明细). */
export const SECTOR_SUBMIT: readonly string[] = ['sector:submit'];

/** The project is one of those whose detail this sub-platform keeps; a caller of several sectors reaches others too. */
export function checkSector({ kind, noun }: SectorPlatform, found: Found, report: Report): void {
  const target = found(project);
  if (target !== null && target.kind !== kind)
    report.reject('SECTOR_OF_ANOTHER', { path: 'projectCode', expected: `the code of a ${noun} project` });
}

/** The enterprise of a code, when there is one; all else about it is another department's. */
export const enterpriseOf = (creditCode: string | null | undefined): { creditCode: string } | null =>
  creditCode ? { creditCode } : null;
