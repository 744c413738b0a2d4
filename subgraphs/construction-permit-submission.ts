import type { Fact } from '../ledger/fact.ts';
import type { ScopedProject } from '../ledger/project-scope.ts';
import { type Dataset, dataset, type ValuesOf } from '../ledger/submission/dataset.ts';
import type { Field, Fields } from '../ledger/submission/field.ts';
import {
  code,
  creditCode,
  day,
  documentNo,
  notInFuture,
  notReversed,
  projectCode,
  required,
  text,
  yuan,
} from '../ledger/submission/fields/index.ts';
import { project } from '../ledger/submission/references/project.ts';
import type { Report } from '../ledger/submission/report.ts';
import { checkSector, SECTOR_SUBMIT, type SectorPlatform } from './sector-platform.ts';
import { standingPermit } from './standing-permit.ts';

/** What one sector's permits state beyond the others'. */
export interface OwnOfPermit {
  readonly fields: Fields;
  readonly checkFound: (
    values: Readonly<Record<string, unknown>>,
    project: ScopedProject,
    report: Report,
  ) => void;
  readonly content: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

const fields = {
  permitNo: required(permitNo()),
  projectCode: required(projectCode()),
  issuedOn: required(day()),
  issuingAuthority: required(text({ max: 100 })),
  worksKind: required(code('project-categories')),
  cost: yuan(),
  ownerCode: creditCode(),
  contractorCode: creditCode(),
  startsOn: day(),
  endsOn: day(),
};

type PermitValues = ValuesOf<typeof fields>;

/** 施工许可证, as the sub-platforms that issue or collect them state it. */
export function permitSubmission(permit: Fact, platform: SectorPlatform, own?: OwnOfPermit): Dataset {
  const standing = standingPermit(permit);
  return dataset<typeof fields>({
    name: 'CONSTRUCTION_PERMIT',
    operation: `submit${platform.type}Permits`,
    scopes: SECTOR_SUBMIT,
    fact: permit,
    fields: { ...fields, ...own?.fields },
    check(values, report, moment) {
      notInFuture(report, 'issuedOn', values.issuedOn, moment);
      notReversed(report, 'endsOn', values.startsOn, values.endsOn);
      if (platform.othersWorks.includes(values.worksKind))
        report.reject('WORKS_KIND_OF_ANOTHER', { path: 'worksKind' });
    },
    references: [project, standing],
    checkFound(values, found, report) {
      checkSector(platform, found, report);
      const known = found(standing)!;
      if (known.project !== null && known.project !== values.projectCode)
        report.warn('PERMIT_ON_TWO_PROJECTS');
      known.project = values.projectCode;
      own?.checkFound(values, found(project)!, report);
    },
    write: (values, _found, { sentAt }) => ({
      content: { ...contentOf(values), ...own?.content(values) },
      occurredAt: sentAt,
    }),
    heldBy: ['permitNo'],
  });
}

const contentOf = (values: PermitValues) => ({
  permitNo: values.permitNo,
  projectCode: values.projectCode,
  issuedOn: values.issuedOn,
  issuingAuthority: values.issuingAuthority,
  worksKind: values.worksKind,
  costFen: values.cost,
  ownerCode: values.ownerCode,
  contractorCode: values.contractorCode,
  startsOn: values.startsOn,
  endsOn: values.endsOn,
});

/**
 * A permit's number (施工许可证号). No rule of its form is published, so that only what can be no number is refused: there
 * is a digit in it, and nothing but letters, digits, Chinese characters, brackets and hyphens. Modelled.
 */
function permitNo(): Field<string | null> {
  return documentNo({
    max: 50,
    expected:
      'a permit number: at most 50 letters, digits, Chinese characters, brackets and hyphens, a digit among them',
    malformed: 'PERMIT_NUMBER_MALFORMED',
    fits: (number) => PERMIT_NUMBER.test(number),
  });
}

/** What can be a permit's number. */
export const PERMIT_NUMBER = /^(?=.*\d)[0-9A-Za-z\p{Script=Han}()[\]〔〕【】_-]+$/u;
