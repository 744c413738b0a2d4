import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../ledger/array-literals.ts';
import type { Fact } from '../../ledger/fact.ts';
import type { Dataset } from '../../ledger/submission/dataset.ts';
import { ref } from '../../ledger/table.ts';
import {
  AttendanceRecord,
  Engagement,
  MigrantWorker,
  PayrollEntry,
  Project,
  RealNameRegistration,
} from './facts.ts';

type StillNamed = NonNullable<Dataset['stillNamed']>;

/** Which of the facts that were taken back this holds of (仍被引用); not one that another source's claim keeps on record. */
const stillNamedWhere =
  (fact: Fact, named: RawBuilder<unknown>): StillNamed =>
  async (rows, _scene, db) => {
    const found = await db.rows<{ readonly id: string }>(sql`
      select f.id::text as id from ${ref(fact.schema, fact.table)} f
       where f.id = any(${arrayLiteral(rows.map(({ id }) => id))}::uuid[]) and f.withdrawn and (${named})`);
    return new Map(found.map(({ id }) => [id, 'STILL_NAMED' as const]));
  };

/** Projects of which facts of any kind still stand here (项目仍有数据), as the sources of a project's datasets say. */
export const projectsStillNamed: StillNamed = stillNamedWhere(
  Project,
  sql`exists (select from provincial.project_source s where s.project_code = f.project_code and s.dataset <> 'PROJECT')`,
);

const OF_WORKERS = [Engagement, RealNameRegistration, AttendanceRecord, PayrollEntry];

/** Workers who are still on a roster, engaged, on site or on a sheet (农民工仍有数据). */
export const workersStillNamed: StillNamed = stillNamedWhere(
  MigrantWorker,
  sql.join(
    OF_WORKERS.map(
      ({ schema, table }) =>
        sql`exists (select from ${ref(schema, table)} t where t.worker_id = f.worker_id and not t.withdrawn)`,
    ),
    sql` or `,
  ),
);
