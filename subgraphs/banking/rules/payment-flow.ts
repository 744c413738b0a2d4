/** A booking of the paying account, as far as a payment is compared with it. */
export interface PayingFlow {
  readonly direction: string;
  readonly amountFen: bigint;
  /** What of it was returned or reversed. */
  readonly undoneFen: bigint;
}

export type PaymentFlowFault = 'FLOW_NOT_ON_RECORD' | 'PAYMENT_FLOW_DIFFERS' | 'PAYMENT_FLOW_UNDONE';

/**
 * What speaks against the booking that a payment names (代发所指流水), in an account that is on record. Modelled: one booking may be of many
 * payments, so that it is to hold each of them, and what is left of it a payment that succeeded. Of one that failed nothing was paid.
 */
export function paymentFlowFaults(
  amountFen: bigint,
  result: string,
  flow: PayingFlow | null,
): readonly PaymentFlowFault[] {
  if (result === 'FAILED') return [];
  if (flow === null) return ['FLOW_NOT_ON_RECORD'];
  if (flow.direction !== 'OUT' || flow.amountFen < amountFen) return ['PAYMENT_FLOW_DIFFERS'];
  const left = flow.amountFen - flow.undoneFen;
  return result === 'SUCCESS' && left < amountFen ? ['PAYMENT_FLOW_UNDONE'] : [];
}
