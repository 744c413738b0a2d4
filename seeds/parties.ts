import { addDays, type BusinessDate, listedHolidays } from '../kernel/calendar.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { numberOn } from '../schema/province-profiles.ts';
import { ArrearsComplaint } from '../subgraphs/provincial/complaints/facts.ts';
import { answerDueOn, type Counted } from '../subgraphs/provincial/complaints/rules/answer-due.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from '../subgraphs/provincial/enterprises/facts.ts';
import { Organisation } from '../subgraphs/provincial/organisations/facts.ts';
import { SiteManager } from '../subgraphs/provincial/site-managers/facts.ts';
import { WorkerConductRecord, WorkerCredential } from '../subgraphs/provincial/workers/facts.ts';
import { credentialIndex } from '../subgraphs/provincial/workers/holder.ts';
import { isInFirstCrew, type SiteCrew } from './hands.ts';
import { type Planned, planned } from './planned.ts';
import type { World } from './world.ts';

/** What the demo knows of parties and people beyond their names; all of it made up. */
export function partyRecords(world: World, sealer: Sealer): Planned[] {
  const first = world.crews.filter(isInFirstCrew);
  return [
    ...organisations(world.span.from),
    ...qualifications(world),
    ...lists(world),
    ...first.flatMap(managerRecords),
    ...first.slice(0, CREDENTIALS).flatMap((crew) => credentialRecords(crew, sealer)),
    ...complaints(world, first),
  ];
}

const CREDENTIALS = 12;

/** Human resources and the housing department, from the province to one county; each waits a day for the one above it. */
function organisations(from: BusinessDate): Planned[] {
  const kinds = [
    ['RS', 'HUMAN_RESOURCES', null, '人力资源和社会保障'],
    ['ZJ', 'INDUSTRY_DEPARTMENT', 'HOUSING', '住房和城乡建设'],
  ] as const;
  const places = [
    ['450000', 'PROVINCE', '演示自治区', '厅', null],
    ['450100', 'PREFECTURE', '演示市', '局', '450000'],
    ['450103', 'COUNTY', '演示区', '局', '450100'],
  ] as const;
  return places.flatMap(([divisionCode, level, place, word, above], days) =>
    kinds.map(([prefix, kind, sector, name]) =>
      planned(Organisation, addDays(from, days), {
        code: `${prefix}-${divisionCode}`,
        name: `${place}${name}${word}`,
        ...{ kind, level, sector, divisionCode },
        parentCode: above && `${prefix}-${above}`,
      }),
    ),
  );
}

/** Each contractor's, one of which ends soon, and the safety licence that goes with it. */
const qualifications = ({ firms, span }: World): Planned[] =>
  Object.values(firms.contractors)
    .flat()
    .flatMap(({ creditCode }, place) => {
      const number = String(place + 1).padStart(6, '0');
      const from = addDays(span.from, -700 - place * 10);
      const common = {
        enterpriseCode: creditCode,
        validFrom: from,
        issuingOrganisation: '演示自治区住房和城乡建设厅',
      };
      return [
        {
          ...common,
          certificateNo: `D245${number}`,
          name: '建筑工程施工总承包',
          kind: '3',
          grade: place === 0 ? 'FIRST' : 'SECOND',
          validTo: addDays(from, 1_800),
        },
        {
          ...common,
          certificateNo: `JZ${number}`,
          name: '安全生产许可证',
          kind: '8',
          validTo: place === 1 ? addDays(span.to, 20) : addDays(from, 1_090),
        },
      ].map((content) => planned(EnterpriseQualification, span.from, content));
    });

/** A bad and a good record, and one enterprise that is on the blacklist. */
function lists({ firms, span }: World): Planned[] {
  const [listed, blamed, praised] = firms.subcontractors.slice(-3);
  const authority = '演示市住房和城乡建设局';
  const on = addDays(span.to, -60);
  return [
    planned(EnterpriseBlacklisting, on, {
      enterpriseCode: listed!.creditCode,
      listingNo: 'HMD-0001',
      startsOn: on,
      endsOn: addDays(on, 365),
      reason: '拖欠农民工工资，情节严重（虚构示例）',
      authority,
    }),
    planned(EnterpriseConductRecord, on, {
      enterpriseCode: blamed!.creditCode,
      kind: 'BAD',
      recordNo: 'BL-0001',
      level: '53',
      decidedOn: on,
      authority,
      reason: '未按规定落实实名制管理（虚构示例）',
    }),
    planned(EnterpriseConductRecord, on, {
      enterpriseCode: praised!.creditCode,
      kind: 'GOOD',
      recordNo: 'LH-0001',
      decidedOn: on,
      authority,
      reason: '劳务用工管理示范单位（虚构示例）',
    }),
  ];
}

/** The first crew's leader is on site for the general contractor as well: builder's foreman (施工员). */
function managerRecords({ site, hands }: SiteCrew): Planned[] {
  const leader = hands[0]!;
  const content = {
    projectCode: site.code,
    unitCode: site.contractor.creditCode,
    role: 'GENERAL_CONTRACTOR',
    workerId: leader.workerId,
    documentType: '01',
    documentNumber: leader.person.number,
    name: leader.person.name,
    phone: leader.person.phone,
    post: '10',
    enteredOn: leader.enteredOn,
  };
  const on = leader.enteredOn > site.project.filedOn ? leader.enteredOn : site.project.filedOn;
  return [planned(SiteManager, on, content, { source: site.source })];
}

function credentialRecords({ site, hands }: SiteCrew, sealer: Sealer): Planned[] {
  const { workerId, person, enteredOn } = hands[0]!;
  const number = `T${person.number}`;
  return [
    planned(
      WorkerCredential,
      enteredOn,
      {
        workerId,
        kind: '014005017',
        numberIndex: credentialIndex(sealer, number),
        credentialNumber: number,
        level: '2',
        status: '1',
        issuedOn: addDays(enteredOn, -400),
        validTo: addDays(enteredOn, 690),
        issuingOrganisation: '演示自治区住房和城乡建设厅',
      },
      { source: site.source },
    ),
    planned(WorkerConductRecord, enteredOn, {
      workerId,
      kind: 'GOOD',
      recordNo: `GR-${String(person.serial).padStart(4, '0')}`,
      decidedOn: enteredOn,
      authority: '演示市住房和城乡建设局',
      reason: '技能竞赛获奖（虚构示例）',
    }),
  ];
}

/** One that was settled, and one that waits for its answer. */
function complaints({ span }: World, first: readonly SiteCrew[]): Planned[] {
  const [settled, waiting] = ['PAID_SHORT', 'LABOUR_COST_LATE'].map((trouble) =>
    first.find(({ site }) => site.trouble === trouble),
  );
  const dueOn = (site: SiteCrew['site'], counted: Counted): BusinessDate =>
    answerDueOn(counted, answerDaysOn(site.code, counted.acceptedOn ?? counted.receivedOn), listedHolidays);
  const content = ({ site, hands, unit }: SiteCrew, complaintNo: string, receivedOn: BusinessDate) => ({
    receivingBody: 'RS-450103',
    complaintNo,
    projectCode: site.code,
    enterpriseCode: unit.creditCode,
    workerId: hands[2]!.workerId,
    amountFen: 1_280_000n,
    workers: 4,
    receivedOn,
    answerDueOn: dueOn(site, { receivedOn, acceptedOn: null }),
  });
  const then = addDays(span.to, -25);
  const old = content(settled!, 'TS-0001', then);
  const acceptedOn = addDays(then, 1);
  return [
    planned(ArrearsComplaint, then, old),
    planned(ArrearsComplaint, addDays(then, 9), {
      ...old,
      acceptedOn,
      answerDueOn: dueOn(settled!.site, { receivedOn: then, acceptedOn }),
      closedOn: addDays(then, 9),
      outcome: 'PAID',
    }),
    planned(ArrearsComplaint, addDays(span.to, -2), content(waiting!, 'TS-0002', addDays(span.to, -2))),
  ];
}

/** Project codes of the demo begin with their division. */
const answerDaysOn = (projectCode: string, day: string): number =>
  numberOn(projectCode.slice(0, 6), 'COMPLAINT_ANSWER_WORKING_DAYS', day)!;
