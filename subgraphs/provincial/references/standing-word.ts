import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import { plainContent } from '../../../ledger/submission/plain-content.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { columnList, ref } from '../../../ledger/table.ts';
import { EnterpriseClaim } from '../enterprises/facts.ts';
import { Enterprise, MigrantWorker, RealNameRegistration } from '../facts.ts';
import { MigrantWorkerClaim } from '../workers/facts.ts';
import { joined, keyRows } from './key-parts.ts';
import { identity, worker } from './worker.ts';

type Content = Readonly<Record<string, unknown>>;

interface Keeping {
  /** What the record leaves out stays as its source stated it before (未报字段保留). */
  readonly keepsUnstated: boolean | null;
}

/** What the record's own source last said of the worker (本来源陈述), for one that keeps what it leaves out; another's word is no base. */
export const ownWorker: Reference<Keeping & Omit<IdentityValues, 'workerId'>, Content> = {
  name: 'own-worker',
  path: 'documentNumber',
  missing: null,
  asks: 'database',
  key: ({ keepsUnstated }, found) => (keepsUnstated ? (found(identity)?.workerId ?? null) : null),
  async find(ids, { room, sourceSystem }, db) {
    const ofThese = sql`t.worker_id = any(${arrayLiteral(ids)}::uuid[]) and not t.withdrawn`;
    const claims = await contentsOf(
      MigrantWorkerClaim,
      room,
      db!,
      sql`t where ${ofThese} and t.claimed_by = ${sourceSystem}`,
    );
    const shown = await contentsOf(
      MigrantWorker,
      room,
      db!,
      sql`t where ${ofThese} and t.source_system = ${sourceSystem}`,
    );
    return new Map([...claims, ...shown].map((one) => [one.workerId as string, one]));
  },
};

/** The same of an enterprise. */
export const ownEnterprise: Reference<Keeping & { readonly creditCode: string }, Content> = {
  name: 'own-enterprise',
  path: 'creditCode',
  missing: null,
  asks: 'database',
  key: ({ creditCode, keepsUnstated }) => (keepsUnstated ? creditCode : null),
  async find(codes, { room, sourceSystem }, db) {
    const ofThese = sql`t.credit_code = any(${arrayLiteral(codes)}::text[]) and not t.withdrawn`;
    const claims = await contentsOf(
      EnterpriseClaim,
      room,
      db!,
      sql`t where ${ofThese} and t.claimed_by = ${sourceSystem}`,
    );
    const shown = await contentsOf(
      Enterprise,
      room,
      db!,
      sql`t where ${ofThese} and t.source_system = ${sourceSystem}`,
    );
    return new Map([...claims, ...shown].map((one) => [one.creditCode as string, one]));
  },
};

interface InCrew extends Keeping, IdentityValues {
  readonly projectCode: string | null;
  readonly crewNo: string | null;
}

/** The registration as it stands, for one that keeps what it leaves out. */
export const standingRegistration: Reference<InCrew, Content> = {
  name: 'standing-registration',
  path: 'crewNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, crewNo, keepsUnstated }, found) =>
    keepsUnstated ? joined(projectCode, crewNo, found(worker)) : null,
  async find(keys, { room }, db) {
    const rows = await contentsOf(
      RealNameRegistration,
      room,
      db!,
      sql`t join ${keyRows(keys, 'project_code', 'crew_no', 'worker_id')}
        on t.project_code = k.project_code and t.crew_no = k.crew_no and t.worker_id = k.worker_id where not t.withdrawn`,
    );
    return new Map(
      rows.map((one) => [
        joined(one.projectCode as string, one.crewNo as string, one.workerId as string)!,
        one,
      ]),
    );
  },
};

async function contentsOf(
  fact: Fact,
  room: LedgerRoom,
  db: Querier,
  where: RawBuilder<unknown>,
): Promise<Content[]> {
  const table = room.table(fact);
  const rows = await db.rows<Record<string, unknown>>(
    sql`select ${columnList(table.columns, 't')} from ${ref(fact.schema, fact.table)} ${where}`,
  );
  return rows.map((row) =>
    plainContent(
      room,
      table,
      Object.fromEntries(table.columns.map(({ property, name }) => [property, row[name]])),
    ),
  );
}

/** The values, and where one is not stated what stood there. */
export const keepingUnstated = <Values extends object>(values: Values, before: Content | null): Values =>
  before === null
    ? values
    : (Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value ?? before[name] ?? null]),
      ) as Values);
