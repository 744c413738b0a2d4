import type { Client } from 'pg';
import { subgraphs } from '../../../subgraphs/registry.ts';
import type { Subgraph } from '../../../subgraphs/subgraph.ts';

/** Rooms that take submissions. */
const rooms = subgraphs.filter(({ datasets }) => (datasets ?? []).length > 0);

/**
 * What must never be seen in a ledger, whatever was killed when: a submission without key or leaf, facts of no
 * submission, counts that the facts do not bear out, lines without their sheet, gaps in the order.
 * @returns one sentence for each thing that is wrong
 */
export async function ledgerFaults(client: Client): Promise<string[]> {
  const wrong: string[] = [];
  for (const room of rooms)
    for (const [what, query] of [...questions(room), ...countsOf(room)]) {
      const { rows } = await client.query<{ n: number; some: unknown }>(
        `select count(*)::int as n, (array_agg(to_jsonb(q)))[1:3] as some from (${query}) q`,
      );
      const { n, some } = rows[0]!;
      if (n > 0) wrong.push(`${room.name}: ${n} ${what}: ${JSON.stringify(some)}`);
    }
  return wrong;
}

/** What the background work still has to do: leaves without a position, held records that wait, and where followers are. */
export interface Unfinished {
  readonly leaves: number;
  readonly held: readonly object[];
  readonly followers: readonly object[];
}

export async function unfinished(client: Client): Promise<Unfinished> {
  const over = async (of: (schema: string) => string): Promise<readonly object[]> =>
    (await client.query(rooms.map(({ databaseSchema }) => of(databaseSchema)).join(' union all '))).rows;
  const leaves = await over(
    (s) => `select receipt_id from ${s}.leaf except select receipt_id from ${s}.sequenced`,
  );
  const held = await over(
    (s) => `select dataset, code, waits_for, wait_key, q.position from ${s}.held_record h
      left join ${s}.sequenced q using (receipt_id) where state = 'HELD'`,
  );
  const followers = await over(
    (s) =>
      `select '${s}' as room, name, position, (select next_position from ${s}.sequencer) as end from ${s}.follower`,
  );
  return { leaves: leaves.length, held, followers };
}

function questions({ databaseSchema: s, facts }: Subgraph): [string, string][] {
  const without = (one: string, other: string) =>
    `select receipt_id from ${s}.${one} except select receipt_id from ${s}.${other}`;
  return [
    ['submissions without a leaf', without('submission', 'leaf')],
    ['leaves without a submission', without('leaf', 'submission')],
    ['submissions without a key', without('submission', 'submission_key')],
    ['keys without a submission', without('submission_key', 'submission')],
    ['held records without a submission', without('held_record', 'submission')],
    ['positions without a leaf', without('sequenced', 'leaf')],
    ['leaves without a position', without('leaf', 'sequenced')],
    [
      'gaps in the order',
      `select position from (select position, row_number() over (order by position) - 1 as place from ${s}.sequenced) p
        where position <> place`,
    ],
    [
      'settled held records of no submission',
      `select id from ${s}.held_record h where state in ('RELEASED', 'REPLACED')
         and not exists (select from ${s}.submission where receipt_id = h.settled_by)`,
    ],
    [
      'submissions whose held records are not there',
      `select receipt_id from ${s}.submission n
        where held <> (select count(*) from ${s}.held_record where receipt_id = n.receipt_id)`,
    ],
    ...facts.map(({ table }): [string, string] => [
      `versions of ${table} of no submission`,
      `select receipt_id from ${bothOf(s, table)} f
        where not exists (select from ${s}.submission where receipt_id = f.receipt_id)`,
    ]),
  ];
}

/** Per dataset: the counts of verdicts against the versions of its facts, by receipt. */
function countsOf({ databaseSchema: s, datasets }: Subgraph): [string, string][] {
  return (datasets ?? []).map(({ name, fact }) => [
    `submissions of ${name} whose counts its versions do not bear out`,
    `select n.receipt_id, n.accepted, n.corrected, coalesce(f.n, 0) as versions
       from ${s}.submission n left join (
         select receipt_id, count(*)::int as n from ${bothOf(s, fact.table)} v group by 1) f using (receipt_id)
      where n.dataset = '${name}' and n.reason is null and n.accepted + n.corrected <> coalesce(f.n, 0)`,
  ]);
}

const bothOf = (schema: string, table: string): string =>
  `(select receipt_id from ${schema}.${table} union all select receipt_id from ${schema}.${table}_history)`;
