import {
  addDays,
  addWorkingDays,
  type BusinessDate,
  type CountedDay,
  dayOfMonth,
  type Holidays,
  lastWorkingDayOnOrBefore,
  type YearMonth,
} from './calendar.ts';

/** Last day to file a project (建档): 15 calendar days after the start; 细则 Article 10 says 日, not 工作日. */
export function filingDueOn(startedOn: BusinessDate): BusinessDate {
  return addDays(startedOn, FILING_DAYS);
}

/** The day wages are due: the agreed day of the month, earlier when people do not work on it (Order 724 Article 14). */
export function payDueOn(yearMonth: YearMonth, agreedDay: number, holidays: Holidays): CountedDay {
  return lastWorkingDayOnOrBefore(dayOfMonth(yearMonth, agreedDay), holidays);
}

/** Last day to open and fund the guarantee deposit account: 20 working days (人社部发〔2021〕65号, read in summary only). */
export function depositDueOn(from: BusinessDate, holidays: Holidays): CountedDay {
  return addWorkingDays(from, DEPOSIT_WORKING_DAYS, holidays);
}

/** Last day for the bank to pay from the deposit: 5 working days after the notice (65号, read in summary only). */
export function depositPaymentDueOn(noticeOn: BusinessDate, holidays: Holidays): CountedDay {
  return addWorkingDays(noticeOn, DEPOSIT_PAYMENT_WORKING_DAYS, holidays);
}

/** Last day to restore a used deposit: 10 working days (65号, read in summary only). */
export function depositRestorationDueOn(usedOn: BusinessDate, holidays: Holidays): CountedDay {
  return addWorkingDays(usedOn, DEPOSIT_RESTORATION_WORKING_DAYS, holidays);
}

const FILING_DAYS = 15;
const DEPOSIT_WORKING_DAYS = 20;
const DEPOSIT_PAYMENT_WORKING_DAYS = 5;
const DEPOSIT_RESTORATION_WORKING_DAYS = 10;
