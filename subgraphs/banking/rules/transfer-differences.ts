import { businessDateOf } from '../../../kernel/calendar.ts';

/** In what a booking says otherwise than the transfer of labour cost that names it (拨付与流水不符之处). */
export type TransferDifference = 'DIRECTION' | 'AMOUNT' | 'DAY' | 'PROJECT';

interface Transferred {
  readonly amountFen: bigint;
  readonly transferredOn: string;
  readonly projectCode: string;
}

/** What of a booking is compared. */
export interface Booked {
  readonly direction: string;
  readonly amountFen: bigint;
  readonly accountingOn: string;
  readonly occurredAt: Date;
  readonly projectCode: string;
}

/**
 * Labour cost comes in, by a booking of its amount. It arrives on the day of the booking or on the bank's accounting day, which after the
 * bank's cut-off is a later one (modelled: no document says which of the two counts). Both are for one project, also where several share the
 * account: what is received counts for the transfer's. In SQL: labour-cost/in-doubt.ts.
 */
export function transferDifferences(transfer: Transferred, flow: Booked): readonly TransferDifference[] {
  const days = [flow.accountingOn, businessDateOf(flow.occurredAt)] as readonly string[];
  return [
    ...(flow.direction === 'IN' ? [] : ['DIRECTION' as const]),
    ...(flow.amountFen === transfer.amountFen ? [] : ['AMOUNT' as const]),
    ...(days.includes(transfer.transferredOn) ? [] : ['DAY' as const]),
    ...(flow.projectCode === transfer.projectCode ? [] : ['PROJECT' as const]),
  ];
}
