import { ask, askInside, type Desk } from '../desk.ts';
import { graphDocument } from '../graph-document.ts';
import type { PlannedRecord } from '../plan.ts';

/**
 * Which of these registrations are on the crew's roster already (已在班组名册), by their places. What this very call has put there,
 * before it was carried out again, is not there already.
 * @param part the place of the registrations in the plan, under which they are submitted
 */
export async function onRoster(
  records: readonly PlannedRecord[],
  part: number,
  desk: Desk,
): Promise<ReadonlySet<string>> {
  const [first] = records;
  if (!first) return new Set();
  const { projectCode, crewNo } = first.fields as { projectCode: string; crewNo: string };
  const roster = await rosterOf(projectCode, crewNo, desk);
  if (roster.size === 0) return new Set();
  const identities = records.map(({ fields }) => identityOf(fields));
  const found = await registeredWorkers(identities, desk);
  const own = await ownReceipts(part, desk);
  const known = found.filter(({ workerId }) => {
    const receipt = workerId === null ? undefined : roster.get(workerId);
    return receipt !== undefined && !own.has(receipt);
  });
  return new Set(known.map(({ index }) => records[index]!.place));
}

/** The document that a record names a person by. */
export const identityOf = (fields: Readonly<Record<string, unknown>>) => ({
  documentType: (fields.documentType ?? RESIDENT_CARD) as string,
  documentNumber: String(fields.documentNumber ?? ''),
});

const RESIDENT_CARD = '01';

/** What the registry of identities says of a document: the worker's id, or why it can be nobody's. */
export interface Registered {
  readonly index: number;
  readonly workerId: string | null;
  readonly code: string | null;
}

/** The workers of these documents (已登记的工人), where they are registered; who is only asked for is not registered by it. */
export async function registeredWorkers(
  identities: readonly ReturnType<typeof identityOf>[],
  desk: Desk,
): Promise<readonly Registered[]> {
  const { ensureWorkers } = await askInside(desk, IDENTITIES, { identities });
  return ensureWorkers as readonly Registered[];
}

const IDENTITIES = graphDocument(`mutation RealName_identities($identities: [IdentityInput!]!) {
  ensureWorkers(identities: $identities, knownOnly: true) { index workerId code }
}`);

const ON_ROSTER =
  graphDocument(`query RealName_onRoster($filter: RealNameRegistrationFilter!, $after: Cursor) {
  realNameRegistrations(filter: $filter, first: 200, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { worker { id } provenance { receiptId } }
  }
}`);

interface Rostered {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly {
    readonly worker: { readonly id: string } | null;
    readonly provenance: { readonly receiptId: string };
  }[];
}

/** The workers of a crew's roster, each with the receipt that last stated it. */
async function rosterOf(projectCode: string, crewNo: string, desk: Desk): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let after: string | null = null; ; ) {
    const answer = await askInside(desk, ON_ROSTER, { filter: { projectCode, crewNo }, after });
    const { nodes, pageInfo } = answer.realNameRegistrations as Rostered;
    for (const { worker, provenance } of nodes) if (worker) found.set(worker.id, provenance.receiptId);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

const OWN = graphDocument(`query RealName_own($filter: SubmissionFilter!) {
  ledgers { provincial { mySubmissions(filter: $filter, first: 1) { nodes { id } } } }
}`);

/** The receipt of what an earlier attempt at this call submitted. */
async function ownReceipts(part: number, desk: Desk): Promise<ReadonlySet<string>> {
  const filter = { idempotencyKey: `${desk.serial}/${part}`, sourceSystem: desk.client.sourceSystem };
  const { ledgers } = (await ask(desk, OWN, { filter })) as {
    ledgers: { provincial: { mySubmissions: { nodes: readonly { id: string }[] } } | null } | null;
  };
  return new Set(ledgers?.provincial?.mySubmissions.nodes.map(({ id }) => id));
}
