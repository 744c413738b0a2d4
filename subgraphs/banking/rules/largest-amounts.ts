/**
 * Largest amounts that are taken, in fen. Modelled: no document limits them. What is summed must not be carried away by one mistake of
 * units: a hundred billion yuan on one booking of a project's account, ten million to one person, as on a line of a payroll sheet.
 */
export const MOST_BOOKED = 10n ** 13n;
export const MOST_PAID_TO_ONE = 10n ** 9n;
