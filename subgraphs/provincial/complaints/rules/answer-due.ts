import { addWorkingDays, type BusinessDate, type Holidays } from '../../../../kernel/calendar.ts';

/**
 * The last day for the answer to a complaint that was received on a day (答复期限). Modelled.
 * @param workingDays parameter COMPLAINT_ANSWER_WORKING_DAYS
 */
export const answerDueOn = (
  receivedOn: BusinessDate,
  workingDays: number,
  holidays: Holidays,
): BusinessDate => addWorkingDays(receivedOn, workingDays, holidays).date;
