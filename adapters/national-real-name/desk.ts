import type { BusinessDate } from '../../kernel/calendar.ts';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import type { Graph, GraphAnswer } from '../../kernel/graph.ts';
import { CODES, RealNameRefusal } from './answers.ts';
import type { FieldCipher } from './cipher.ts';
import type { RealNameClient, RealNamePorts } from './ports.ts';
import { refusedForGood } from './refused-for-good.ts';

/** What a method works with: one client, its cipher, the graph on its behalf, the hub's business day. */
export interface Desk {
  readonly client: RealNameClient;
  readonly cipher: FieldCipher;
  readonly ports: RealNamePorts;
  readonly graph: Graph;
  /** The business instant of the call, and its day in China. */
  readonly at: Date;
  readonly today: BusinessDate;
  /** The call's serial; empty for calls that only read. */
  readonly serial: string;
  readonly requestId?: string;
}

/** Something is not to be had just now; the call is tried again later. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/**
 * Asks the graph as the hub, for what a record builds on and its client is not shown: the client's own scope follows a
 * filing only moments later, and a record built on nothing would take back what stands. What comes of it is submitted
 * as the client, whose reach the submission judges.
 */
export const askInside = (desk: Desk, document: string, variables: Record<string, unknown>) =>
  askAs(INSIDE, desk, document, variables);

const INSIDE = hubCaller('real-name-door');

/**
 * The same in clear text (明文), for what a client stated itself and an update must state again: what is masked could not be laid under
 * it. The purpose is declared, so that it is on record who asked.
 */
export const askInClear = (desk: Desk, document: string, variables: Record<string, unknown>) =>
  askAs({ ...INSIDE, purpose: purposeOf(desk) }, desk, document, variables);

/** The same desk, where lists are walked as the hub: for codes alone, which lead to what the client is shown. */
export const insideOf = (desk: Desk): Desk => ({ ...desk, client: { ...desk.client, caller: INSIDE } });

/** Asks as the hub for the client's account, which stands on record with the look-up: who is behind a document's number. */
export const askForPerson = (desk: Desk, document: string, variables: Record<string, unknown>) => {
  const { appid, caller } = desk.client;
  const purpose = purposeOf(desk, '603号 interface: a question about one person', appid);
  return askAs(
    // The auditors of where the account acts are those who see it.
    { ...INSIDE, organisation: caller.organisation, person: appid, divisions: caller.divisions, purpose },
    desk,
    document,
    variables,
  );
};

const purposeOf = (
  { serial }: Desk,
  basis = '603号 interface: an update restates its own record',
  caseNo = serial,
) => ({
  basis,
  caseNo,
  // The gate holds purposes to the machine's clock.
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});

/** Asks the graph as the client. @throws NotNow for what may pass, RealNameRefusal for what the client may not have */
export const ask = (desk: Desk, document: string, variables: Record<string, unknown>) =>
  askAs(desk.client.caller, desk, document, variables);

async function askAs(
  caller: Caller,
  { graph, requestId }: Desk,
  document: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const answer = await graph.execute(
    document,
    variables,
    caller,
    requestId === undefined ? {} : { requestId },
  );
  refuseErrors(answer);
  if (answer.data === null) throw new NotNow('the graph gave no data');
  return answer.data;
}

/** Codes of the graph that say no to this client for good. */
const NO_RIGHT = new Set(['FORBIDDEN', 'OPERATION_REFUSED', 'UNAUTHENTICATED']);

function refuseErrors({ errors = [] }: GraphAnswer): void {
  const [first] = errors;
  if (first === undefined) return;
  const code = codeOf(first);
  if (NO_RIGHT.has(code))
    throw new RealNameRefusal(CODES.NO_RIGHT, '无API访问权限', 'the account may not use this interface');
  const refusal = refusedForGood(code);
  if (refusal) throw new RealNameRefusal(refusal.code, refusal.chinese, refusal.english);
  throw new NotNow(`the graph answered ${code}`);
}

export const codeOf = ({ extensions }: { extensions?: Record<string, unknown> }): string =>
  typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL';
