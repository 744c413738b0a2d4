import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { blindCard } from '../blind-numbers.ts';

/**
 * The workers for whom a card that is not closed stands (持卡人), by its blind index. What a call states is noted as it is checked, in its
 * order: its records are told what they would be in calls of their own. Calls at one instant take turns by the card.
 */
export const cardHolders: Reference<object, Set<string>> = {
  name: 'card-holders',
  path: 'cardNumber',
  missing: null,
  asks: 'database',
  key: (_values, found) => found(blindCard)!.toString('hex'),
  async find(keys, _scene, db) {
    await takeTurns(
      db!,
      keys.map((key) => `card ${key}`),
      'ALONE',
    );
    const rows = await db!.rows<{ readonly index: Buffer; readonly workerId: string }>(sql`
      select c.card_index as index, c.worker_id as "workerId" from banking.wage_card c
       where c.card_index = any(${arrayLiteral(keys.map((key) => Buffer.from(key, 'hex')))}::bytea[])
         and c.status <> 'CLOSED' and not c.withdrawn`);
    const holders = new Map(keys.map((key) => [key, new Set<string>()]));
    for (const { index, workerId } of rows) holders.get(index.toString('hex'))!.add(workerId);
    return holders;
  },
};
