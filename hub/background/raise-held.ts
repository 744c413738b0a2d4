import type { Logger } from 'pino';
import { businessDateOf } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { OverdueHeld, Raise } from '../../ledger/held/expire.ts';
import { verdictCatalogue } from '../../schema/verdicts.ts';

const INGEST = /* GraphQL */ `
  mutation RaiseHeld($batch: DoubtfulBatchInput!) {
    ingestDoubtfulBatch(batch: $batch) {
      __typename
      ... on DoubtfulBatchTaken {
        answers {
          externalNo
          outcome
          code
        }
      }
    }
  }
`;

interface Ingested {
  readonly __typename: string;
  readonly answers?: readonly {
    readonly externalNo: string | null;
    readonly outcome: string;
    readonly code: string;
  }[];
}

/**
 * Hands records whose waiting is over down as doubtful data (暂存到期转疑点), through the graph like any other finder.
 * The record's id is the case's number at its source, so that raising it again leads to the same case. The catalogue of
 * verdicts names the kind of doubt for every reason that holds a record.
 */
export const raiseHeld =
  (graph: Graph, log: Logger): Raise =>
  async (overdue) => {
    const refused = await handDown(graph, overdue, {});
    // Of what belongs to no filed project nobody knows the place; somebody must have it all the same.
    const lost = await handDown(
      graph,
      overdue.filter(({ id }) => refused.has(id)),
      NO_PLACE,
    );
    for (const [held, code] of lost)
      log.warn({ held, code }, 'a held record expired, and no doubtful case could be made of it');
  };

interface Place {
  readonly divisionCode?: string;
  readonly sector?: string;
}

/** The province's; project codes are never parsed. */
const NO_PLACE: Place = { divisionCode: '450000', sector: 'OTHER' };

/** @returns the codes of those that were refused, by id */
async function handDown(
  graph: Graph,
  overdue: readonly OverdueHeld[],
  place: Place,
): Promise<ReadonlyMap<string, string>> {
  if (overdue.length === 0) return new Map();
  const records = overdue.map((held) => ({ ...recordOf(held), ...place }));
  const batch = { source: 'HUB', batchNo: `HELD/${overdue[0]!.id}`, records };
  const { data, errors } = await graph.execute(INGEST, { batch }, hubCaller('held-expiry'));
  const taken = data?.ingestDoubtfulBatch as Ingested | null | undefined;
  const broken = errors?.find(({ extensions }) => !isFault(extensions?.code));
  if (broken) throw new Error(`doubtful data are not taken (${String(broken.extensions?.code)})`);
  if (errors?.length || taken?.__typename !== 'DoubtfulBatchTaken')
    throw faults.UPSTREAM_UNAVAILABLE('doubtful data');
  // A number with other content is the case that was raised before.
  return new Map(
    (taken.answers ?? [])
      .filter(({ outcome, code }) => outcome === 'REJECTED' && code !== 'EXTERNAL_NO_REUSED')
      .map(({ externalNo, code }) => [externalNo ?? '', code]),
  );
}

/** Something that is away, so that asking again later helps; any other error may be the records' own. */
const isFault = (code: unknown): boolean =>
  typeof code === 'string' && code !== 'INTERNAL' && Object.hasOwn(faults, code);

/** Where it came from and why it was held; nothing of its content. */
const recordOf = (held: OverdueHeld) => ({
  externalNo: held.id,
  kindCode: verdictCatalogue[held.code].doubt,
  projectCode: held.projectCode,
  detail: `暂存记录到期未更正：${held.dataset}，原因${held.code}，来源系统${held.sourceSystem}，回执${held.receiptId}第${held.place + 1}条。`,
  issuedOn: businessDateOf(held.heldUntil),
});
