import { sql } from 'kysely';
import type { Sealer } from '../../../kernel/sealing.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import { type AtPlace, byKey, keyRows } from '../references/key-parts.ts';
import { worker } from '../references/worker.ts';

export interface Holder {
  readonly name: string;
  readonly bornOn: string | null;
}

/** Who the worker is that holds a credential (持证人): name and day of birth, for the checks that need them. */
export const holder: Reference<IdentityValues, AtPlace & Holder> = {
  name: 'holder',
  path: 'documentNumber',
  missing: null,
  asks: 'database',
  key: (_values, found) => found(worker),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace & Holder>(sql`
      select k.place, w.name, w.born_on as "bornOn"
        from ${keyRows(keys, 'worker_id')} join provincial.migrant_worker w on w.worker_id = k.worker_id`);
    return byKey(keys, rows);
  },
};

/** The blind index of a credential's number; there is always one, since it is computed under the department's own key. */
export const blindCredential: Reference<{ readonly credentialNumber: string }, Buffer> = {
  name: 'credential-index',
  path: 'credentialNumber',
  missing: null,
  asks: 'database',
  key: ({ credentialNumber }) => credentialNumber,
  find: async (numbers, { room }) => new Map(numbers.map((one) => [one, credentialIndex(room.sealer, one)])),
};

/** By what a credential is found again without its number being read (证书编号盲索引). */
export const credentialIndex = (sealer: Pick<Sealer, 'index'>, number: string): Buffer =>
  sealer.index(number, 'credential');
