import { addWorkingDays, type BusinessDate, listedHolidays } from '../../../kernel/calendar.ts';

/** Working days within which a complaint is to be answered (答复期限); a parameter, modelled. */
const ANSWER_WORKING_DAYS = 5;

/** The last day for the answer to a complaint that was received on a day. */
export const answerDueOn = (receivedOn: string): BusinessDate =>
  addWorkingDays(receivedOn as BusinessDate, ANSWER_WORKING_DAYS, listedHolidays).date;
