import { addDays } from '../kernel/calendar.ts';
import { sm3Hex } from '../kernel/crypto/sm3.ts';
import {
  CreditRecord,
  InspectionCase,
  Interview,
  RectificationOrder,
  Training,
} from '../subgraphs/human-resources/facts.ts';
import { draw } from './draw.ts';
import { isInFirstCrew, type SiteCrew } from './hands.ts';
import { personName } from './names.ts';
import { type Planned, planned } from './planned.ts';
import type { Site } from './sites.ts';
import type { World } from './world.ts';

const options = { source: 'human-resources' };
const authority = '示例人力资源和社会保障局';

/** Entry training (培训), what inspection did about two employers (监察), and credit records (信用记录). All made up. */
export function inspectionRecords(world: World): Planned[] {
  const { sites, crews } = world;
  const withTrouble = (trouble: Site['trouble']) => sites.find((site) => site.trouble === trouble)!;
  return [
    ...crews.filter(isInFirstCrew).flatMap(entryTraining),
    ...openCase(world, withTrouble('PAID_SHORT')),
    ...endedCase(world, withTrouble('CONTRACTOR_LISTED')),
    ...creditRecordsOf(world, withTrouble('CONTRACTOR_LISTED')),
  ];
}

/** The first crew of each site was trained on the day it entered. */
function entryTraining({ site, crewNo, name, unit, enteredOn, hands }: SiteCrew): Planned[] {
  const participants = hands
    .filter((hand) => !hand.isGuest && hand.enteredOn === enteredOn)
    .map(({ workerId }) => ({ workerId }));
  if (participants.length === 0) return [];
  const content = {
    projectCode: site.code,
    trainingNo: `PX-${crewNo}`,
    heldOn: enteredOn,
    hours: 4,
    name: `${name}入场安全教育`,
    kind: '003002',
    trainer: personName(draw(`trainer ${site.code}`)),
    organisation: unit.name,
    attachments: [{ name: '签到表.pdf', digest: sm3Hex(`sign-in ${site.code} ${crewNo}`) }],
    participantsCount: participants.length,
    participants,
  };
  return [planned(Training, enteredOn, content, options)];
}

/** Wages paid short: a case that is open, an interview in it, and an order to pay whose last day is still to come. */
function openCase({ span }: World, { code, contractor }: Site): Planned[] {
  const of = { projectCode: code, employerCode: contractor.creditCode, authority, warningIds: [] };
  const [acceptedOn, heldOn, issuedOn] = [addDays(span.to, -6), addDays(span.to, -4), addDays(span.to, -2)];
  return [
    planned(
      InspectionCase,
      acceptedOn,
      {
        ...of,
        ...{ caseNo: 'JC-0001', kind: 'WAGE_ARREARS', acceptedOn },
        ...{ owedFen: 3_840_000n, workersConcerned: 8 },
      },
      options,
    ),
    planned(
      Interview,
      heldOn,
      {
        ...of,
        ...{ interviewNo: 'YT-0001', caseNo: 'JC-0001', heldOn, cause: '工资表实发金额少于应发金额' },
        ...{ commitment: '十日内补足差额', promisedBy: addDays(heldOn, 10) },
      },
      options,
    ),
    planned(
      RectificationOrder,
      issuedOn,
      {
        ...of,
        ...{ orderNo: 'ZL-0001', caseNo: 'JC-0001', kind: 'PAY', issuedOn, dueOn: addDays(issuedOn, 8) },
        amountFen: 3_840_000n,
      },
      options,
    ),
  ];
}

/** The order that the listed contractor did not obey, and how its case ended. */
function endedCase({ span }: World, { code, contractor }: Site): Planned[] {
  const of = { projectCode: code, employerCode: contractor.creditCode, authority, warningIds: [] };
  const [acceptedOn, issuedOn, dueOn] = [
    addDays(span.to, -260),
    addDays(span.to, -240),
    addDays(span.to, -225),
  ];
  const closedOn = addDays(span.to, -200);
  const accepted = { ...of, caseNo: 'JC-0002', kind: 'WAGE_ARREARS', acceptedOn };
  const owed = { owedFen: 52_600_000n, workersConcerned: 41 };
  const ended = { closedOn, outcome: 'TRANSFERRED', recoveredFen: 0n };
  const order = { ...of, orderNo: 'ZL-SX-0001', caseNo: 'JC-0002', kind: 'PAY', amountFen: owed.owedFen };
  return [
    planned(InspectionCase, acceptedOn, { ...accepted, ...owed }, options),
    planned(RectificationOrder, issuedOn, { ...order, issuedOn, dueOn }, options),
    planned(RectificationOrder, addDays(dueOn, 1), { ...order, issuedOn, dueOn, isObeyed: false }, options),
    planned(InspectionCase, closedOn, { ...accepted, ...owed, ...ended }, options),
  ];
}

function creditRecordsOf({ span, firms }: World, { contractor }: Site): Planned[] {
  const [penalisedOn, chosenOn] = [addDays(span.to, -195), addDays(span.to, -90)];
  const praised = Object.values(firms.contractors)
    .flat()
    .find(({ creditCode }) => creditCode !== contractor.creditCode)!;
  return [
    planned(
      CreditRecord,
      penalisedOn,
      {
        ...{ creditCode: contractor.creditCode, recordNo: 'XY-0001', kind: 'BAD', category: 'PENALTY' },
        ...{ authority, summary: '逾期未支付农民工工资（虚构示例）' },
        ...{ validFrom: penalisedOn, validTo: addDays(penalisedOn, 1_095) },
      },
      options,
    ),
    planned(
      CreditRecord,
      chosenOn,
      {
        ...{ creditCode: praised.creditCode, recordNo: 'XY-0002', kind: 'GOOD', category: 'SAFE_WAGE_SITE' },
        ...{ authority, summary: '入选安薪项目（虚构示例）', points: 10, validFrom: chosenOn },
      },
      options,
    ),
  ];
}
