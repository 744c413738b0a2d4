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

/**
 * Last day to file a project (建档), in calendar days after the start; 细则 Article 10 says 日, not 工作日.
 * @param days parameter PROJECT_FILING_DAYS
 */
export function filingDueOn(startedOn: BusinessDate, days: number): BusinessDate {
  return addDays(startedOn, days);
}

/** The day wages are due: the agreed day of the month, earlier when people do not work on it (Order 724 Article 14). */
export function payDueOn(yearMonth: YearMonth, agreedDay: number, holidays: Holidays): CountedDay {
  return lastWorkingDayOnOrBefore(dayOfMonth(yearMonth, agreedDay), holidays);
}

/**
 * Last day of what is due within working days: to open and fund the guarantee deposit account, for the bank to pay from it after a
 * notice, to restore what was used (人社部发〔2021〕65号, read in summary only).
 * @param workingDays parameters GUARANTEE_DEPOSIT_WORKING_DAYS, …_PAYMENT_WORKING_DAYS and …_RESTORE_WORKING_DAYS
 */
export function depositDueOn(from: BusinessDate, workingDays: number, holidays: Holidays): CountedDay {
  return addWorkingDays(from, workingDays, holidays);
}
