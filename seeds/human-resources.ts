import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { DiscreditedListing, LabourContract, WageOfficer } from '../subgraphs/human-resources/facts.ts';
import { draw } from './draw.ts';
import { isInFirstCrew } from './hands.ts';
import { inspectionRecords } from './inspections.ts';
import { personName } from './names.ts';
import { type Planned, planned } from './planned.ts';
import { mobileNumber } from './synthetic-numbers.ts';
import type { World } from './world.ts';

const options = { source: 'human-resources' };

/** Labour contracts (劳动合同), wage officers (劳资专管员), employers on the discredited list (失信名单), and inspections.ts. */
export function humanResourcesRecords(world: World): Planned[] {
  const { span, sites, crews, hands, firms } = world;
  const manned = new Set(crews.map(({ site }) => site));
  const contracts = hands
    .filter((hand) => !hand.isGuest && !(hand.site.trouble === 'NO_CONTRACT' && isInFirstCrew(hand)))
    .map(({ site, workerId, person, unit, dailyFen, enteredOn }) =>
      planned(
        LabourContract,
        enteredOn,
        {
          projectCode: site.code,
          workerId,
          contractNo: `HT-${site.code}-${String(person.serial).padStart(4, '0')}`,
          employerCode: unit.creditCode,
          periodKind: '1',
          startsOn: enteredOn,
          endsOn: site.project.contractEndsOn ?? null,
          unitPriceFen: dailyFen,
          signedOn: enteredOn,
        },
        options,
      ),
    );
  const officers = sites
    .filter((site) => manned.has(site))
    .map(({ code, serial, trouble, project, contractor }) =>
      planned(
        WageOfficer,
        project.filedOn,
        {
          projectCode: code,
          officerNo: 'LZ-01',
          employerCode: contractor.creditCode,
          name: personName(draw(`officer ${code}`)),
          phone: mobileNumber(800_000 + serial),
          trainedOn: trouble === 'OFFICER_UNTRAINED' ? null : addDays(project.startedOn, -20),
          appointedOn: project.startedOn,
        },
        options,
      ),
    );
  const listed = sites.find(({ trouble }) => trouble === 'CONTRACTOR_LISTED')!.contractor.creditCode;
  return [
    ...contracts,
    ...officers,
    ...inspectionRecords(world),
    ...listing('SX-0001', listed, addDays(span.to, -200), null),
    ...listing('SX-0002', firms.subcontractors.at(-1)!.creditCode, addDays(span.to, -1300), null),
    ...listing(
      'SX-0003',
      firms.subcontractors.at(-2)!.creditCode,
      addDays(span.to, -400),
      addDays(span.to, -30),
    ),
  ];
}

/** 人社部令第45号: listed for three years, removed early after repayment. */
function listing(
  listingNo: string,
  creditCode: string,
  decidedOn: BusinessDate,
  removedOn: BusinessDate | null,
): Planned[] {
  const term = `${Number(decidedOn.slice(0, 4)) + 3}${decidedOn.slice(4)}`.replace('-02-29', '-02-28');
  const content = {
    listingNo,
    creditCode,
    ground: 'GRAVE_INCIDENT',
    orderNo: `ZL-${listingNo}`,
    responsiblePersonName: personName(draw(`listing ${listingNo}`)),
    decidedOn,
    termEndsOn: term,
    removedOn: null,
    reason: '拖欠农民工工资，经责令限期支付逾期未支付（虚构示例）',
    authority: '示例人力资源和社会保障局',
  };
  const entered = planned(DiscreditedListing, decidedOn, content, options);
  if (!removedOn) return [entered];
  const correctedOn = addDays(removedOn, -190);
  const removal = { correctedOn, committedOn: correctedOn, removedOn };
  return [entered, planned(DiscreditedListing, removedOn, { ...content, ...removal }, options)];
}
