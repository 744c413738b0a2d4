/** What of an order counts for an entry that rests on it. */
export interface OrderToPay {
  readonly kind: string;
  readonly employerCode: string;
  readonly dueOn: string;
  readonly obeyedOn: string | null;
}

/**
 * Whether an order bears an entry in the list of discredited employers (列入依据): it is an order to pay, to that employer, was not
 * obeyed in time, and its last day was over when the entry was decided. Source: 人社部令第45号.
 */
export const bearsListing = (
  { kind, employerCode, dueOn, obeyedOn }: OrderToPay,
  { creditCode, decidedOn }: { readonly creditCode: string; readonly decidedOn: string },
): boolean =>
  kind === 'PAY' &&
  employerCode === creditCode &&
  (obeyedOn === null || obeyedOn > dueOn) &&
  decidedOn > dueOn;
