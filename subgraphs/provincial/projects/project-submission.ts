import { SECTORS, type Sector } from '../../../kernel/caller.ts';
import { type Dataset, dataset, type Found, type Moment } from '../../../ledger/submission/dataset.ts';
import {
  code,
  creditCode,
  day,
  decimal,
  divisionCode,
  flag,
  integer,
  list,
  namesNobody,
  notInFuture,
  notReversed,
  oneOf,
  personName,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { reaches } from '../../../ledger/submission/reach.ts';
import { Project } from '../facts.ts';
import { countryCode } from '../fields/contact.ts';
import { optional, sealedParticularsOf, particularsOf, withoutThemes } from '../fields/particulars.ts';
import { checkPosition, latitude, longitude } from '../fields/position.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { filed } from '../references/project.ts';
import { projectsStillNamed } from '../still-named.ts';
import { rankOf } from './authority.ts';
import { bringIntoScope } from './bring-into-scope.ts';
import { constructionStatus } from './construction-status.ts';
import { ProjectClaim } from './facts.ts';
import {
  COMPLETED,
  checkFirst,
  checkMove,
  completionAfter,
  dayOfFiling,
  filedByOthers,
  filingHeld,
  statusAfter,
} from './filed-again.ts';
import { settledByHub } from './settled-by-hub.ts';

/** Metres and square metres: 16 digits before the point, as decimal(18,2) has, but for what no double holds. */
const MOST_MEASURE = 999_999_999_999_999;
const MOST_PERMITS = 100;

const particulars = {
  description: text({ max: 1_000 }),
  landPermitNo: text({ max: 50 }),
  planningPermitNo: text({ max: 50 }),
  projectSize: code('project-sizes'),
  constructionNature: code('construction-nature'),
  projectFunction: code('project-functions'),
  buildingArea: decimal({ min: 0, max: MOST_MEASURE, places: 2 }),
  buildingLength: decimal({ min: 0, max: MOST_MEASURE, places: 2 }),
  longitude: longitude(),
  latitude: latitude(),
  totalInvestment: yuan(),
  approvalNo: text({ max: 50 }),
  approvalLevel: code('project-approval-levels'),
  statedPermits: optional(
    list({ permitNo: required(text({ max: 50 })), worksName: text({ max: 255 }) }, { max: MOST_PERMITS }),
  ),
  plannedStartOn: day(),
  plannedCompletionOn: day(),
  settledOn: day(),
  labourCostPeriodDays: integer({ min: 1, max: 366 }),
  hasPlatformClause: flag(),
  country: countryCode(),
  ownerName: text({ max: 200 }),
};

const contact = { contactName: personName({ max: 50 }), contactPhone: text({ max: 50 }) };

/** What the theme of particulars, and the sealed one of the contact, are made of. */
const PARTICULARS = Object.keys(particulars) as (keyof typeof particulars)[];
const CONTACT = Object.keys(contact) as (keyof typeof contact)[];

/**
 * 工程项目建档. A filing does not wait for the enterprises it names: it is how the hub hears of them first. What it leaves
 * to the hub (key supervision, and the day of filing where it says none) stays as it was, and an enterprise's is the hub's day of receipt; so does a status that the sector's
 * department has decided (Guangxi 管理细则 Art. 10 ¶2), and against an enterprise's own filing the status on record.
 */
export const projectSubmission: Dataset = dataset({
  name: 'PROJECT',
  operation: 'fileProjects',
  scopes: ['project:submit'],
  fact: Project,
  claims: { fact: ProjectClaim, rankOf, asShown: settledByHub },
  fields: {
    projectCode: required(projectCode()),
    sector: required(oneOf(SECTORS)),
    name: required(text({ max: 200 })),
    abbreviation: text({ max: 100 }),
    divisionCode: required(divisionCode()),
    address: text({ max: 200 }),
    category: code('project-categories'),
    contractPrice: yuan(),
    agreedMonthlyLabourCost: yuan(),
    contractSignedOn: day(),
    contractStartsOn: day(),
    contractEndsOn: day(),
    startedOn: day(),
    completedOn: day(),
    constructionStatus: required(constructionStatus),
    filedOn: day(),
    ownerCode: creditCode(),
    generalContractorCode: creditCode(),
    thirdPartyCode: text({ max: 50 }),
    ...particulars,
    ...contact,
  },
  check(values, report, moment, caller) {
    namesNobody(report, { description: values.description }, moment);
    for (const name of ['contractSignedOn', 'startedOn', 'completedOn', 'filedOn', 'settledOn'] as const)
      notInFuture(report, name, values[name], moment);
    notReversed(report, 'contractEndsOn', values.contractStartsOn, values.contractEndsOn);
    const begins = values.startedOn ?? values.plannedStartOn;
    notReversed(report, 'completedOn', begins, values.completedOn);
    notReversed(report, 'plannedCompletionOn', begins, values.plannedCompletionOn);
    checkPosition(report, ['longitude', 'latitude'], values.longitude, values.latitude);
    if (values.completedOn !== null && values.constructionStatus !== COMPLETED)
      report.reject('STATUS_AGAINST_DAYS', { path: 'constructionStatus' });
    if (caller.kind === 'ENTERPRISE') {
      const named = [values.ownerCode, values.generalContractorCode];
      checkOwnEnterprise(named, report, caller, 'generalContractorCode');
      return;
    }
    if (!reaches(caller, values.divisionCode, values.sector))
      report.reject('OUTSIDE_REACH', { path: 'divisionCode' });
    else if (caller.projects !== undefined && !caller.projects.includes(values.projectCode))
      report.reject('OUTSIDE_REACH', { path: 'projectCode' });
  },
  references: [filed, filedByOthers, filingHeld],
  checkFound(values, found, report, moment, caller) {
    const before = found(filed);
    const { filedOn } = values;
    if (filedOn !== null && filedOn !== dayOf(values, found, moment)) report.warn('FILED_ON_RECEIPT');
    if (before === null) {
      checkFirst(values, report, caller);
      return;
    }
    if (!before.isWithinReach) {
      report.reject('OUTSIDE_REACH', { path: 'projectCode' });
      return;
    }
    checkMove(values, before, found(filedByOthers) !== null, report);
    const { constructionStatus } = values;
    if (before.decidedStatus) {
      if (before.decidedStatus !== constructionStatus) report.warn('STATUS_AS_DECIDED');
    } else if (before.constructionStatus !== constructionStatus) report.warn('STATUS_NOT_APPROVED');
  },
  write({ contractPrice, agreedMonthlyLabourCost, ...values }, found, moment) {
    const before = found(filed);
    const constructionStatus = statusAfter(values, before, found(filedByOthers) !== null);
    return {
      content: {
        ...withoutThemes(values, PARTICULARS, CONTACT),
        particulars: particularsOf(values, PARTICULARS),
        contact: sealedParticularsOf(values, CONTACT),
        kind: kindOf(values.sector),
        constructionStatus,
        completedOn: completionAfter(values, before, constructionStatus),
        contractPriceFen: contractPrice,
        agreedMonthlyLabourCostFen: agreedMonthlyLabourCost,
        filedOn: dayOf(values, found, moment),
        isUnderKeySupervision: before?.isUnderKeySupervision ?? false,
      },
      occurredAt: moment.sentAt,
    };
  },
  conclude: (written, _scene, db) =>
    bringIntoScope(
      written.map(({ content }) => content.projectCode as string),
      db,
    ),
  stillNamed: projectsStillNamed,
  heldBy: ['projectCode'],
  releases: ({ projectCode, ownerCode, generalContractorCode }) => [
    { name: 'project', key: projectCode as string },
    ...[ownerCode, generalContractorCode]
      .filter((one) => typeof one === 'string')
      .map((one) => ({ name: 'unit', key: `${projectCode} ${one}` })),
  ],
});

const dayOf = (values: { readonly filedOn: string | null }, found: Found, { today }: Moment): string =>
  dayOfFiling(values, found(filed), found(filedByOthers) !== null, found(filingHeld) ?? today);

/** Sectors without a sub-platform of their own share a kind (其他项目). */
const kindOf = (sector: Sector): string =>
  sector === 'HOUSING' || sector === 'TRANSPORT' || sector === 'WATER' ? sector : 'OTHER';
