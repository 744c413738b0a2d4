import { addWorkingDays, type BusinessDate, type Holidays } from '../../../../kernel/calendar.ts';

/** From what the limit of a complaint is counted (起算日). */
export interface Counted {
  readonly receivedOn: BusinessDate;
  readonly acceptedOn: BusinessDate | null;
}

/**
 * The last day for the answer to a complaint (答复期限): counted from its acceptance, and from its receipt while nobody has accepted it,
 * so that one that lies is not without a day. Modelled.
 * @param workingDays parameter COMPLAINT_ANSWER_WORKING_DAYS
 */
export const answerDueOn = (
  { receivedOn, acceptedOn }: Counted,
  workingDays: number,
  holidays: Holidays,
): BusinessDate => addWorkingDays(acceptedOn ?? receivedOn, workingDays, holidays).date;
