import { sql } from 'kysely';
import type { Found, Reference } from '../../../ledger/submission/dataset.ts';
import { type AtPlace, byKey, joined, keyRows } from './key-parts.ts';
import { identity, worker } from './worker.ts';

/** Whether the person was ever on record in the project (曾在本项目), by a roster or by a period in a crew. */
export const onceHere: Reference<{ readonly projectCode: string | null }, AtPlace> = {
  name: 'once-here',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode }, found) => joined(projectCode, personOf(found)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'worker_id')}
       where exists (select from provincial.engagement e
                      where e.worker_id = k.worker_id and e.project_code = k.project_code and not e.withdrawn)
          or exists (select from provincial.real_name_registration r
                      where r.worker_id = k.worker_id and r.project_code = k.project_code and not r.withdrawn)`);
    return byKey(keys, rows);
  },
};

/** Whom a record led to: on record as a worker, or known to the identity registry alone. */
export const personOf = (found: Found): string | null => found(worker) ?? found(identity)?.workerId ?? null;
