import { addDays, type BusinessDate, dayOfMonth, type YearMonth } from '../kernel/calendar.ts';
import type { Sealer } from '../kernel/sealing.ts';
import { accountIndex } from '../subgraphs/banking/account-number.ts';
import { AccountFlow, LabourCostTransfer, SpecialWageAccount } from '../subgraphs/banking/facts.ts';
import { draw } from './draw.ts';
import { emptyDayRecords } from './empty-days.ts';
import { isInFirstCrew } from './hands.ts';
import type { Sheet } from './payroll.ts';
import { type Planned, planned } from './planned.ts';
import { agreedLabourCost } from './provincial.ts';
import type { Site } from './sites.ts';
import { at, type Span } from './span.ts';
import { accountNumber } from './synthetic-numbers.ts';
import type { World } from './world.ts';

/** The special account of a site (专户) and the bank that keeps it. */
export interface SiteAccount {
  readonly site: Site;
  readonly bankCode: string;
  readonly bankName: string;
  readonly number: string;
}

/** Banks of dictionary bank-codes; the branches are made up. */
const BANKS = [
  ['102', '中国工商银行'],
  ['103', '中国农业银行'],
  ['104', '中国银行'],
  ['105', '中国建设银行'],
  ['402', '农村信用社'],
] as const;

export function accountsOf({ sites, crews }: World): SiteAccount[] {
  const manned = new Set(crews.map(({ site }) => site));
  return sites
    .filter((site) => manned.has(site) && site.trouble !== 'NO_ACCOUNT')
    .map((site) => {
      const [bankCode, name] = BANKS[site.serial % BANKS.length]!;
      const number = accountNumber(bankCode, site.serial + 1);
      return { site, bankCode, bankName: `${name}示例第${site.serial + 1}支行`, number };
    });
}

/** Order 724 Art. 26: the account, its bookings and the labour cost that came in. */
export function accountRecords(world: World, sheets: readonly Sheet[], sealer: Sealer): Planned[] {
  return accountsOf(world).flatMap((account) => {
    const own = sheets.filter(({ crew, isPaid }) => crew.site === account.site && isPaid);
    return recordsOf(world, account, own, sealer);
  });
}

/** What a booking is before it has its serial and the balance after it. */
interface Booking {
  readonly when: Date;
  readonly on: BusinessDate;
  readonly direction: 'IN' | 'OUT';
  readonly kind: string;
  readonly amountFen: bigint;
  readonly counterpartyName: string;
  readonly summary: string;
  readonly forMonth?: YearMonth;
  /** The booking that this one undoes, as a return does. */
  readonly undoes?: Booking;
}

function recordsOf(
  { span, crews }: World,
  account: SiteAccount,
  sheets: readonly Sheet[],
  sealer: Sealer,
): Planned[] {
  const { site, bankCode, number } = account;
  const agreed = agreedLabourCost(crews.filter((crew) => crew.site === site));
  const bookings = [opening(site, agreed), ...transfers(span, site, agreed), ...wages(span, sheets)].sort(
    (a, b) => a.when.getTime() - b.when.getTime(),
  );
  const key = {
    bankCode,
    accountIndex: accountIndex(sealer, number),
    accountNumber: number,
    projectCode: site.code,
  };
  const options = { source: `bank-${bankCode}` };
  let balanceFen = 0n;
  let last = bookings[0]!;
  const serials = new Map<Booking, string>();
  const flows = bookings.flatMap((booking, place) => {
    balanceFen += booking.direction === 'IN' ? booking.amountFen : -booking.amountFen;
    last = booking;
    // The bank's numbers have no gap but the planted one.
    const serial = String(place + 1 + (site.trouble === 'FLOW_GAP' && place >= GAP_AT ? 1 : 0)).padStart(
      8,
      '0',
    );
    serials.set(booking, serial);
    const { when, on, forMonth, undoes, ...content } = booking;
    const flow = planned(
      AccountFlow,
      on,
      {
        ...key,
        ...content,
        serial,
        accountingOn: on,
        balanceAfterFen: balanceFen,
        undoesSerial: undoes ? serials.get(undoes)! : null,
      },
      { ...options, occurredAt: when },
    );
    if (!forMonth) return [flow];
    const { amountFen } = booking;
    const transfer = {
      ...key,
      flowSerial: serial,
      amountFen,
      transferredOn: on,
      forMonth,
      payerCode: site.owner.creditCode,
    };
    return [flow, planned(LabourCostTransfer, on, transfer, { ...options, occurredAt: when })];
  });
  const booked = bookings.map(({ on }) => on);
  return [
    ...versionsOf(span, account, key, { balanceFen, last, lastSerial: serials.get(last)! }),
    ...flows,
    ...(site.trouble === 'ACCOUNT_CLOSED_EARLY' ? [] : emptyDayRecords(span, key, booked, options.source)),
  ];
}

const GAP_AT = 12;

function versionsOf(
  span: Span,
  { site, bankCode, bankName, number }: SiteAccount,
  key: { accountIndex: Buffer },
  { balanceFen, last, lastSerial }: { balanceFen: bigint; last: Booking; lastSerial: string },
): Planned[] {
  const full = `${site.contractor.name}${site.project.name}农民工工资专用账户`;
  const openedOn = addDays(site.project.startedOn, -10);
  const options = { source: `bank-${bankCode}` };
  const content = {
    bankCode,
    accountIndex: key.accountIndex,
    accountNumber: number,
    projectCode: site.code,
    generalContractorCode: site.contractor.creditCode,
    accountName: site.trouble === 'ACCOUNT_MISNAMED' ? `${site.contractor.name}工资专户` : full,
    bankName,
    openedOn,
    status: 'ACTIVE',
    tripartiteAgreementOn: addDays(openedOn, -2),
  };
  const stated = { ...content, balanceFen, balanceAt: last.when, lastSerial };
  const closedOn = addDays(span.to, -10);
  const isClosed = site.trouble === 'ACCOUNT_CLOSED_EARLY';
  // A version is stated once: an account that is closed on the day of its last booking is stated closed on it.
  const isStatedOpen = last.on > openedOn && !(isClosed && closedOn <= last.on);
  return [
    planned(SpecialWageAccount, openedOn, content, options),
    ...(isStatedOpen ? [planned(SpecialWageAccount, last.on, stated, options)] : []),
    ...(isClosed
      ? [
          planned(
            SpecialWageAccount,
            laterOf(closedOn, last.on),
            { ...stated, status: 'CLOSED', closedOn },
            options,
          ),
        ]
      : []),
  ];
}

const laterOf = (a: BusinessDate, b: BusinessDate): BusinessDate => (a > b ? a : b);

/** The contractor's own money on the day after the opening, so that a month without labour cost can still be paid. */
const opening = (site: Site, agreed: bigint): Booking => {
  const on = addDays(site.project.startedOn, -9);
  const summary = '开户存入';
  return {
    when: at(on, '10:30:00'),
    on,
    direction: 'IN',
    kind: 'OTHER',
    amountFen: agreed,
    counterpartyName: site.contractor.name,
    summary,
  };
};

/** Guangxi 管理细则 Art. 9: the month's labour cost by the 20th; two sites have it late or short in the paid month. */
function transfers(span: Span, site: Site, agreed: bigint): Booking[] {
  const chance = draw(`transfers ${site.code}`);
  return span.months.flatMap((month) => {
    const isStory = month === span.settled;
    const day = isStory && site.trouble === 'LABOUR_COST_LATE' ? 26 : chance.between(6, 18);
    const on = dayOfMonth(month, day);
    const closed = site.trouble === 'ACCOUNT_CLOSED_EARLY' && site.statusChange!.on < on;
    // On the last day itself it has not come by the morning.
    if (on >= span.to || on < site.project.startedOn || closed) return [];
    const amountFen = isStory && site.trouble === 'LABOUR_COST_SHORT' ? (agreed * 70n) / 100n : agreed;
    const when = at(on, `${chance.between(10, 16)}:${chance.between(10, 59)}:00`);
    return [
      {
        when,
        on,
        direction: 'IN',
        kind: 'LABOUR_COST',
        amountFen,
        counterpartyName: site.owner.name,
        summary: `${month}人工费`,
        forMonth: month,
      },
    ];
  });
}

/** Order 724 Art. 31: from the special account to each worker's own card. */
function wages(span: Span, sheets: readonly Sheet[]): Booking[] {
  return sheets.flatMap((sheet) => {
    if (isPaidElsewhere(span, sheet)) return [];
    const start = at(sheet.paidOn, '14:00:00').getTime() + Number(sheet.crew.crewNo.slice(-1)) * 60_000;
    const paid = sheet.lines.map(
      (line, place): Booking => ({
        when: new Date(start + place * 1_000),
        on: sheet.paidOn,
        direction: 'OUT',
        kind: 'WAGE',
        amountFen: line.actualFen,
        counterpartyName: line.hand.person.name,
        summary: `${sheet.month}工资`,
      }),
    );
    return isReturned(span, sheet) ? [...paid, ...cameBack(paid[RETURNED_LINE]!)] : paid;
  });
}

/** One crew's wages of the paid month came from another account of the contractor's, which the hub does not see. */
export const isPaidElsewhere = ({ settled }: Span, { crew, month }: Sheet): boolean =>
  crew.site.trouble === 'PAID_FROM_ELSEWHERE' && month === settled && isInFirstCrew(crew);

/** One wage of the paid month was sent back by the receiving bank and paid again. */
export const isReturned = ({ settled }: Span, { crew, month }: Sheet): boolean =>
  crew.site.trouble === 'PAYMENT_RETURNED' && month === settled && isInFirstCrew(crew);

export const RETURNED_LINE = 1;
export const RETURNED_AFTER = 1;
export const PAID_AGAIN_AFTER = 2;

const cameBack = (paid: Booking): Booking[] => {
  const back = addDays(paid.on, RETURNED_AFTER);
  const again = addDays(paid.on, PAID_AGAIN_AFTER);
  return [
    {
      ...paid,
      on: back,
      when: at(back, '09:10:00'),
      direction: 'IN',
      kind: 'RETURN',
      summary: '退汇',
      undoes: paid,
    },
    { ...paid, on: again, when: at(again, '09:40:00'), summary: '退汇重发' },
  ];
};
