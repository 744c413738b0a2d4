import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { codeTable } from '../schema/codes.ts';
import {
  Crew,
  Engagement,
  Enterprise,
  IndicatorBase,
  MigrantWorker,
  ParticipatingUnit,
  Project,
} from '../subgraphs/provincial/facts.ts';
import type { Hand, SiteCrew } from './hands.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import { mobileNumber } from './synthetic-numbers.ts';
import type { World } from './world.ts';

/** The master data of the provincial hub: enterprises, projects, units, crews, workers, engagements, indicator base. */
export function provincialRecords(world: World): Planned[] {
  const { firms, sites, crews, hands, span } = world;
  const first = sites.reduce(
    (day, { project }) => (project.startedOn < day ? project.startedOn : day),
    span.from,
  );
  return [
    ...firms.all.map((one) => planned(Enterprise, addDays(first, -30), one)),
    ...indicatorBase(),
    ...sites.flatMap((site) =>
      projectRecords(
        site,
        crews.filter((crew) => crew.site === site),
      ),
    ),
    ...crews.flatMap(crewRecords),
    ...hands.filter((hand) => !hand.isGuest).map(workerRecord),
    ...hands.flatMap((hand) => engagementRecords(hand, span.to)),
    ...phoneCorrections(hands, addDays(span.to, -20)),
  ];
}

/** What is agreed for each month: the wages of 23 days of everybody, in whole ten thousand yuan. */
export function agreedLabourCost(crews: readonly SiteCrew[]): bigint {
  const hands = crews.flatMap((crew) => crew.hands).filter((hand) => !hand.isGuest);
  const wages = hands.reduce((sum, hand) => sum + hand.dailyFen * 23n, 0n);
  return (wages / 1_000_000n + 1n) * 1_000_000n;
}

function projectRecords(site: Site, crews: readonly SiteCrew[]): Planned[] {
  const { project, source, owner, contractor, supervisor, statusChange } = site;
  const content = { ...project, agreedMonthlyLabourCostFen: crews.length ? agreedLabourCost(crews) : null };
  const first = planned(Project, project.filedOn, content, { source });
  const changed = statusChange && {
    ...content,
    constructionStatus: statusChange.status,
    completedOn: statusChange.status === '004' ? statusChange.on : null,
  };
  const roles = [
    ['OWNER', owner],
    ['GENERAL_CONTRACTOR', contractor],
    ['SUPERVISOR', supervisor],
    ...(crews.length ? site.subcontractors.map((one) => ['SUBCONTRACTOR', one] as const) : []),
  ] as const;
  return [
    first,
    ...(changed ? [planned(Project, statusChange.on, changed, { source })] : []),
    ...roles.map(([role, unit]) =>
      planned(
        ParticipatingUnit,
        project.filedOn,
        {
          projectCode: site.code,
          enterpriseCode: unit.creditCode,
          role,
          enteredOn: project.startedOn,
          exitedOn: null,
        },
        { source },
      ),
    ),
  ];
}

const crewRecords = ({ site, crewNo, name, unit, enteredOn }: SiteCrew): Planned[] => [
  planned(
    Crew,
    enteredOn,
    { projectCode: site.code, unitCode: unit.creditCode, crewNo, name, enteredOn, exitedOn: null },
    { source: site.source },
  ),
];

function workerRecord({ person, workerId, enteredOn, site }: Hand): Planned {
  const { name, gender, bornOn, ethnicGroup, education, phone, homeAddress, number } = person;
  const content = {
    workerId,
    documentType: '01',
    documentNumber: number,
    ...{ name, gender, bornOn, ethnicGroup, education, phone, homeAddress },
  };
  return planned(MigrantWorker, enteredOn, content, { source: site.source });
}

function engagementRecords(hand: Hand, to: BusinessDate): Planned[] {
  const { site, crewNo, workerId, workType, isLeader, enteredOn, exitedOn } = hand;
  const content = {
    projectCode: site.code,
    crewNo,
    workerId,
    workType,
    workRole: '20',
    isCrewLeader: isLeader,
    enteredOn,
  };
  const options = { source: site.source };
  const came = planned(Engagement, enteredOn, { ...content, exitedOn: null }, options);
  return exitedOn && exitedOn <= to
    ? [came, planned(Engagement, exitedOn, { ...content, exitedOn }, options)]
    : [came];
}

/** A few workers have changed their number: the second version of a record whose column is sealed. */
const phoneCorrections = (hands: readonly Hand[], on: BusinessDate): Planned[] =>
  hands
    .filter(({ person, isGuest, enteredOn }) => person.serial % 211 === 3 && !isGuest && enteredOn < on)
    .map((hand) => {
      const first = workerRecord(hand);
      return {
        ...first,
        on,
        content: { ...first.content, phone: mobileNumber(900_000 + hand.person.serial) },
      };
    });

/** The published table as it stands; its notice is of 2023-03-21. */
function indicatorBase(): Planned[] {
  const statedOn = '2023-03-21' as BusinessDate;
  return codeTable('yunnan-indicator-base-2023').items.map(({ code, name, base }) =>
    planned(
      IndicatorBase,
      statedOn,
      { divisionCode: code, divisionName: name, statedOn, base: Number(base) },
      { source: 'yunnan-notice-2023' },
    ),
  );
}
