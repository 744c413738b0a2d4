import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { knownWorker } from '../../../ledger/submission/references/known-worker.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { accountRows } from '../accounts/account-rows.ts';
import { accountKey, isOpenOn, type KnownAccount, serves } from '../accounts/known-account.ts';
import { blindOf } from '../blind-numbers.ts';
import { accountIndex, cardIndex } from '../account-number.ts';

/** What a bank states of account and card beside the payment, as far as it does. */
export interface Stated {
  readonly projectCode: string;
  readonly bankCode: string;
  readonly paidOn: string;
  readonly payerAccountNumber: string | null;
  readonly payeeCardNumber: string | null;
  readonly payeeName: string | null;
}

export const blindPayer = blindOf<Stated>(
  'payer-account-index',
  'payerAccountNumber',
  ({ payerAccountNumber }) => payerAccountNumber,
  accountIndex,
);

export const blindPayee = blindOf<Stated>(
  'payee-card-index',
  'payeeCardNumber',
  ({ payeeCardNumber }) => payeeCardNumber,
  cardIndex,
);

type PayerAccount = Omit<KnownAccount, 'divisionCode' | 'isOfWithdrawnProject'>;

/** The special account of that bank and number (付款专户), of whatever project. */
export const payerAccount: Reference<Stated, PayerAccount> = {
  name: 'payer-account',
  path: 'payerAccountNumber',
  missing: null,
  asks: 'database',
  key({ bankCode, paidOn }, found) {
    const index = found(blindPayer);
    return index && accountKey({ bankCode, accountIndex: index }, paidOn);
  },
  async find(keys, _scene, db) {
    const rows = await db!.rows<PayerAccount & { readonly place: bigint }>(sql`
      select k.place, a.bank_code as "bankCode", a.account_index as "accountIndex", a.project_code as "projectCode",
             a.opened_on as "openedOn", a.closed_on as "closedOn", a.shared_projects as shared
        from ${accountRows(keys)}
        join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index
       where not a.withdrawn`);
    return new Map(rows.map(({ place, ...account }) => [keys[Number(place) - 1]!, account]));
  },
};

interface Card {
  readonly workerId: string;
  readonly cardIndex: Buffer;
  readonly cardholderName: string;
}

/** The wage card of the worker paid (收款人的工资卡). */
export const cardOfPayee: Reference<Stated, Card> = {
  name: 'card-of-payee',
  path: 'payeeCardNumber',
  missing: null,
  asks: 'database',
  key: ({ payeeCardNumber, payeeName }, found) =>
    payeeCardNumber === null && payeeName === null ? null : found(knownWorker),
  async find(workers, _scene, db) {
    const rows = await db!.rows<Card>(sql`
      select c.worker_id as "workerId", c.card_index as "cardIndex", c.cardholder_name as "cardholderName"
        from banking.wage_card c
       where c.worker_id = any(${arrayLiteral(workers)}::uuid[]) and not c.withdrawn`);
    return new Map(rows.map((card) => [card.workerId, card]));
  },
};

/**
 * Order 724 Art. 31: out of the special account, to the worker's own card. What is not stated is not judged, and nor is a card or a
 * holder where no wage card of the worker is on record.
 */
export function tellPayerAndPayee(
  { projectCode, paidOn, payerAccountNumber, payeeCardNumber, payeeName }: Stated,
  account: PayerAccount | null,
  card: Card | null,
  payee: Buffer | null,
  report: Report,
): void {
  const isSpecial = account !== null && serves(account, projectCode) && isOpenOn(account, paidOn);
  if (payerAccountNumber !== null && !isSpecial) report.warn('PAYER_ACCOUNT_DIFFERS');
  if (!card) return;
  if (payeeCardNumber !== null && !card.cardIndex.equals(payee!)) report.warn('PAYEE_CARD_DIFFERS');
  if (payeeName !== null && payeeName !== card.cardholderName) report.warn('PAYEE_NAME_DIFFERS');
}
