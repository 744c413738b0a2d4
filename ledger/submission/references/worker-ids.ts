import { sql } from 'kysely';
import { hubCaller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import { arrayLiteral } from '../../array-literals.ts';
import { ref } from '../../table.ts';
import type { LedgerRoom } from '../room.ts';
import { askGraph, partsOf } from './ask-graph.ts';

/**
 * Which of these ids are a worker's (农民工编号): of one that the room has heard of, by a document or by a fact of its own,
 * or of one on record, for which the graph is asked. A worker who is registered elsewhere by a document, and on record
 * nowhere, is not known by id.
 */
export async function workersWithIds(room: LedgerRoom, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const known = await heardOf(room, ids);
  const strangers = ids.filter((id) => !known.has(id));
  for (const part of partsOf(strangers, A_PAGE)) {
    const { migrantWorkers } = await askGraph<WorkersAnswer>(room, WORKERS, { ids: part });
    // A root that its department could not answer is null; then nothing is known, and not nobody on record.
    if (!migrantWorkers) throw faults.UPSTREAM_UNAVAILABLE('the list of workers');
    for (const { id } of migrantWorkers.nodes) known.add(id);
  }
  return known;
}

/** As many as a list holds when nobody says how many, so that no operator's limit is in the way. */
const A_PAGE = 50;

const WORKERS = /* GraphQL */ `
  query WorkersOnRecord($ids: [ID!]!) {
    migrantWorkers(filter: { ids: $ids }) {
      nodes {
        id
      }
    }
  }
`;

interface WorkersAnswer {
  readonly migrantWorkers: { readonly nodes: readonly { readonly id: string }[] } | null;
}

async function heardOf(room: LedgerRoom, ids: readonly string[]): Promise<Set<string>> {
  const asked = sql`any(${arrayLiteral(ids)}::uuid[])`;
  const facts = new Set(room.datasets.map(({ fact }) => fact));
  const ofFacts = [...facts].flatMap((fact) => {
    const column = room.table(fact).content.find(({ property }) => property === 'workerId');
    if (!column) return [];
    const name = sql.ref(column.name);
    return [
      sql`select ${name} from ${ref(fact.schema, fact.table)} where ${name} = ${asked} and not withdrawn`,
    ];
  });
  const heard = [
    sql`select worker_id as id from ${ref(room.schema, 'known_worker')} where worker_id = ${asked}`,
  ];
  const rows = await room.write(hubCaller(room.name), (db) =>
    db.rows<{ id: string }>(sql.join([...heard, ...ofFacts], sql` union `)),
  );
  return new Set(rows.map(({ id }) => id));
}
