/** A booking of the paying account, as far as a payment is compared with it. */
export interface PayingFlow {
  readonly direction: string;
  readonly amountFen: bigint;
  /** What of it was returned or reversed. */
  readonly undoneFen: bigint;
}

interface Payment {
  readonly amountFen: bigint;
  readonly result: string;
}

/** What payments that name one booking moved (同一流水的代发): the largest of all that did not fail, and of those that succeeded. */
export interface PaymentsOfFlow {
  readonly movedFen: bigint | null;
  readonly paidFen: bigint | null;
}

/** In what a booking says otherwise than the payment of wages that names it (代发与流水不符之处). */
export type PaymentDifference = 'DIRECTION' | 'AMOUNT' | 'UNDONE';

export type PaymentFlowFault = 'FLOW_NOT_ON_RECORD' | 'PAYMENT_FLOW_DIFFERS' | 'PAYMENT_FLOW_UNDONE';

/**
 * What speaks against the booking that a payment names (代发所指流水), in an account that is on record. Modelled: one booking may be of many
 * payments, so that it is to hold each of them, and what is left of it a payment that succeeded. Of one that failed nothing was paid.
 */
export function paymentDifferences(
  { amountFen, result }: Payment,
  flow: PayingFlow,
): readonly PaymentDifference[] {
  if (result === 'FAILED') return [];
  const isUndone = result === 'SUCCESS' && flow.undoneFen > 0n && flow.amountFen - flow.undoneFen < amountFen;
  return [
    ...(flow.direction === 'OUT' ? [] : ['DIRECTION' as const]),
    ...(flow.amountFen >= amountFen ? [] : ['AMOUNT' as const]),
    ...(isUndone ? ['UNDONE' as const] : []),
  ];
}

/** The same as the source of a payment is told it, where the booking may not be on record. */
export function paymentFlowFaults(payment: Payment, flow: PayingFlow | null): readonly PaymentFlowFault[] {
  if (payment.result === 'FAILED') return [];
  return flow === null ? ['FLOW_NOT_ON_RECORD'] : faultsOf(paymentDifferences(payment, flow));
}

/** The same as the bank is told it that states the booking, of all payments that name it. */
export const flowPaymentFaults = (
  payments: PaymentsOfFlow,
  flow: PayingFlow,
): readonly PaymentFlowFault[] => [
  ...new Set(paymentsOf(payments).flatMap((one) => faultsOf(paymentDifferences(one, flow)))),
];

/** Whether less is left of a booking than one of the payments that name it. */
export const isUndoneBelow = (payments: PaymentsOfFlow, flow: PayingFlow): boolean =>
  paymentsOf(payments).some((one) => paymentDifferences(one, flow).includes('UNDONE'));

/** If the largest agree with the booking, so do the others. */
const paymentsOf = ({ movedFen, paidFen }: PaymentsOfFlow): Payment[] => [
  ...(movedFen === null ? [] : [{ amountFen: movedFen, result: 'RETURNED' }]),
  ...(paidFen === null ? [] : [{ amountFen: paidFen, result: 'SUCCESS' }]),
];

function faultsOf(differences: readonly PaymentDifference[]): readonly PaymentFlowFault[] {
  if (differences.includes('DIRECTION') || differences.includes('AMOUNT')) return ['PAYMENT_FLOW_DIFFERS'];
  return differences.length > 0 ? ['PAYMENT_FLOW_UNDONE'] : [];
}
