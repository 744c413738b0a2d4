import { formatYuan, type Yuan } from '../../../kernel/yuan.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import {
  accountNumber,
  bankCard,
  day,
  list,
  notReversed,
  oneOf,
  openCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { asciiText } from '../../../ledger/submission/fields/stated-text.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { type Theme, themeOf } from '../fields/theme.ts';

const HOURS = 'hours of work, from 0 to 999.99, with at most two decimals';
const terms = { expected: HOURS, max: 32, tooLong: 'NUMBER_OUT_OF_RANGE' } as const;

/** The hours worked in the month (总工时, 603号 §6.9: decimal(5,2)), as they were written. */
const workHours: Field<string | null> = {
  expected: HOURS,
  read(raw, report) {
    const stated = typeof raw === 'number' ? String(raw) : asciiText(raw, report, terms);
    if (stated === null || /^\d{1,3}(\.\d{1,2})?$/.test(stated))
      return stated === null ? null : String(Number(stated));
    const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(stated);
    report.reject(isNumber ? 'NUMBER_OUT_OF_RANGE' : 'VALUE_MALFORMED', { expected: HOURS });
    return null;
  },
};

const item = { name: required(text({ max: 50 })), amount: required(yuan()) };
const items = () => list(item, { min: 0, max: 20 });

/**
 * How a line's wage was made up and paid (工资构成与支付): the ledger of Order 724 Art. 15, the channel of Art. 11, the card and the
 * account of the 603号 interface §6.9, the agreed wage and working days of the HR systems. Stored sealed, as one.
 */
export const lineParticulars = {
  workHours,
  itemsDue: items(),
  deductions: items(),
  channel: oneOf(['BANK_TRANSFER', 'CASH']),
  cardNumber: bankCard(),
  cardBankCode: openCode('bank-codes'),
  cardBankName: text({ max: 50 }),
  payingAccountNumber: accountNumber(),
  payingBankCode: openCode('bank-codes'),
  payingBankName: text({ max: 50 }),
  agreedWage: yuan(),
  firstWorkedOn: day(),
  lastWorkedOn: day(),
  paidOn: day(),
};

interface Item {
  readonly name: string;
  readonly amount: Yuan;
}

interface Stated {
  readonly payable: Yuan;
  readonly itemsDue: readonly Item[];
  readonly agreedWage: Yuan | null;
  readonly deductions: readonly Item[];
  readonly firstWorkedOn: string | null;
  readonly lastWorkedOn: string | null;
}

/** What the particulars say among themselves: the items due are the whole of what is due. */
export function checkParticulars({ payable, itemsDue, ...stated }: Stated, report: Report): void {
  notReversed(report, 'lastWorkedOn', stated.firstWorkedOn, stated.lastWorkedOn);
  const sum = itemsDue.reduce((all, { amount }) => all + (amount ?? 0n), 0n);
  if (itemsDue.length > 0 && payable !== null && sum !== payable)
    report.reject('TOTAL_DIFFERS', {
      path: 'payable',
      expected: `the exact sum of the items due, ${formatYuan(sum as Yuan)}`,
    });
}

const itemsStored = (stated: readonly Item[]) =>
  stated.length === 0 ? null : stated.map(({ name, amount }) => ({ name, amount: formatYuan(amount) }));

/** As they are stored: amounts as text. */
export function storedParticulars(stated: Stated & Theme): Theme | null {
  const { itemsDue, deductions, agreedWage } = stated;
  return themeOf({
    ...Object.fromEntries(Object.keys(lineParticulars).map((name) => [name, stated[name]])),
    itemsDue: itemsStored(itemsDue),
    deductions: itemsStored(deductions),
    agreedWage: agreedWage === null ? null : formatYuan(agreedWage),
  });
}
