import { addDays } from '../kernel/calendar.ts';
import {
  HousingCreditDeduction,
  HousingInspection,
  HousingPermit,
  HousingReview,
} from '../subgraphs/housing/facts.ts';
import {
  ContractSection,
  TransportCreditDeduction,
  TransportInspection,
  TransportPermit,
  TransportReview,
} from '../subgraphs/transport/facts.ts';
import {
  WaterCreditDeduction,
  WaterInspection,
  WaterPermit,
  WaterReview,
  WaterSection,
  WaterWorks,
} from '../subgraphs/water/facts.ts';
import { inspectionsOf } from './sector-inspections.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import { at, type Span } from './span.ts';
import type { World } from './world.ts';

/** What the sector departments (行业主管部门) keep of their projects: permits, sections or works, reviews, inspections. */
export const housingRecords = (world: World): Planned[] =>
  sitesOf(world, 'HOUSING').flatMap((site) => [
    planned(
      HousingPermit,
      addDays(site.project.startedOn, -5),
      { ...permitOf(site), floorAreaM2: site.project.category === '01' ? 3_200 + site.serial * 450 : null },
      { source: site.source },
    ),
    ...reviewsOf(world.span, site, HousingReview),
    ...inspectionsOf(world.span, site, HousingInspection, HousingCreditDeduction),
  ]);

export const transportRecords = (world: World): Planned[] =>
  sitesOf(world, 'TRANSPORT').flatMap((site) => [
    planned(TransportPermit, addDays(site.project.startedOn, -5), permitOf(site), { source: site.source }),
    ...sectionsOf(site),
    ...reviewsOf(world.span, site, TransportReview),
    ...inspectionsOf(world.span, site, TransportInspection, TransportCreditDeduction),
  ]);

export const waterRecords = (world: World): Planned[] =>
  sitesOf(world, 'WATER').flatMap((site) => [
    planned(WaterPermit, addDays(site.project.startedOn, -5), permitOf(site), { source: site.source }),
    ...worksOf(site),
    ...reviewsOf(world.span, site, WaterReview),
    ...inspectionsOf(world.span, site, WaterInspection, WaterCreditDeduction),
  ]);

const sitesOf = ({ sites }: World, kind: string): Site[] =>
  sites.filter(({ project }) => project.kind === kind);

const permitOf = ({ code, project, owner, contractor }: Site) => ({
  permitNo: `${code.slice(0, 6)}-SG-${code.slice(6)}`,
  projectCode: code,
  issuedOn: addDays(project.startedOn, -5),
  issuingAuthority: '示例行政审批局',
  worksKind: project.category!,
  costFen: project.contractPriceFen ?? null,
  ownerCode: owner.creditCode,
  contractorCode: contractor.creditCode,
  startsOn: project.contractStartsOn ?? null,
  endsOn: project.contractEndsOn ?? null,
});

/** The filing was reviewed; a change of status was, or is waiting. */
function reviewsOf(
  span: Span,
  { code, source, project, statusChange }: Site,
  fact: typeof HousingReview | typeof TransportReview | typeof WaterReview,
): Planned[] {
  const review = { projectCode: code, reviewer: '示例行业主管部门', opinion: null };
  const filed = { ...review, reviewNo: 'JH-01', aspect: 'FILING' };
  const asked = at(project.filedOn, '11:00:00');
  const passedOn = addDays(project.filedOn, 3);
  const options = { source };
  return [
    planned(
      fact,
      project.filedOn,
      { ...filed, result: 'PENDING', reviewedOn: null },
      { ...options, occurredAt: asked },
    ),
    ...(passedOn <= span.to
      ? [
          planned(
            fact,
            passedOn,
            { ...filed, result: 'PASSED', reviewedOn: passedOn, opinion: '资料齐全' },
            options,
          ),
        ]
      : []),
    ...(statusChange
      ? [
          planned(
            fact,
            statusChange.on,
            {
              ...review,
              reviewNo: 'JH-02',
              aspect: 'STATUS_CHANGE',
              result: 'PASSED',
              reviewedOn: statusChange.on,
            },
            options,
          ),
        ]
      : []),
  ];
}

function sectionsOf({ code, source, serial, project, contractor }: Site): Planned[] {
  const isWaterway = project.category === '06';
  return [0, 1].map((place) => {
    const from = place * (2_000 + serial * 40);
    const lengthM = 2_000 + serial * 40;
    const content = {
      projectCode: code,
      sectionNo: `TJ-0${place + 1}`,
      name: `${project.name}第${place + 1}合同段`,
      routeName: isWaterway ? null : `X${serial + 100}`,
      isWaterway,
      startsChainage: isWaterway ? null : chainage(from),
      endsChainage: isWaterway ? null : chainage(from + lengthM),
      lengthM,
      costFen: project.contractPriceFen! / 2n,
      contractorCode: contractor.creditCode,
    };
    return planned(ContractSection, addDays(project.startedOn, -5), content, { source });
  });
}

const chainage = (metres: number): string =>
  `K${Math.floor(metres / 1000)}+${String(metres % 1000).padStart(3, '0')}`;

function worksOf({ code, source, project, contractor }: Site): Planned[] {
  const [, kind] = WORKS.find(([word]) => project.name.includes(word)) ?? ['', 'OTHER'];
  const content = {
    projectCode: code,
    worksNo: 'SL-01',
    kind,
    name: `${project.name}主体`,
    section: '主体工程',
    sectionNo: 'BD-01',
    designLevel: 'Ⅳ等',
    costFen: project.contractPriceFen ?? null,
  };
  const section = {
    projectCode: code,
    sectionNo: 'BD-01',
    name: '主体工程标',
    contractorCode: contractor.creditCode,
    startsOn: project.contractStartsOn ?? null,
    endsOn: project.contractEndsOn ?? null,
    costFen: project.contractPriceFen ?? null,
  };
  return [
    planned(WaterSection, addDays(project.startedOn, -5), section, { source }),
    planned(WaterWorks, addDays(project.startedOn, -5), content, { source }),
  ];
}

const WORKS = [
  ['水库', 'RESERVOIR'],
  ['堤', 'DYKE'],
  ['灌区', 'IRRIGATION'],
  ['泵站', 'PUMPING'],
  ['水电站', 'HYDROPOWER'],
] as const;
