import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { roleOf } from '../../../gateway/callers/roles.ts';
import { makeAssertion } from '../../../kernel/assertion.ts';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Classification } from '../../../kernel/classification.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { writeProjectScope } from '../../../ledger/project-scope.ts';
import { inProcess } from '../../../subgraphs/in-process.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { running } from '../../../subgraphs/receive.ts';
import { Session } from '../../../subgraphs/session.ts';
import { Store } from '../../../subgraphs/store.ts';
import { freshDatabase, testKeyring } from '../../support/database.ts';

/** Business time of these tests, moved by the tests. */
export interface MovedClock extends Clock {
  at: Date;
}

export interface Province {
  readonly store: Store;
  readonly clock: MovedClock;
  readonly hub: Session;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Answers the operation's only root field; fails on errors. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  ask(caller: Caller, query: string, variables?: object, clear?: readonly Classification[]): Promise<any>;
  /** All root fields of the operation's answer; fails on errors. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  askAll(caller: Caller, query: string, variables?: object): Promise<any>;
  errors(
    caller: Caller,
    query: string,
    variables?: object,
  ): Promise<readonly { message: string; extensions?: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

export const MONDAY = '2026-03-02T09:00:00+08:00';

/** The provincial subgraph on a database of its own, with three projects in its scope. */
export async function openProvince(): Promise<Province> {
  const database = await freshDatabase();
  const clock: MovedClock = { at: new Date(MONDAY), now: () => new Date(clock.at) };
  const store = new Store(provincial, { url: database.appUrl, keyring: testKeyring, clock });
  const transport = inProcess(running(provincial, store, testKeyring, pino({ level: 'silent' })));
  const hub = new Session(store.pool, hubCaller('tests'), null);
  await hub.write((db) =>
    writeProjectScope(db, 'provincial', [
      { projectCode: 'A', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450103', version: 1 },
      { projectCode: 'B', kind: 'WATER', sector: 'WATER', divisionCode: '450105', version: 1 },
      { projectCode: 'Y', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '530102', version: 1 },
    ]),
  );
  const send = (caller: Caller, query: string, variables: object, clear: readonly Classification[]) => {
    const body = JSON.stringify({ query, variables });
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      v: 1,
      subgraph: 'provincial',
      jti: randomUUID(),
      iat,
      exp: iat + 30,
      body: sm3Hex(body),
    } as const;
    const assertion = makeAssertion(
      { ...claims, caller, clear: [...clear], requestId: randomUUID() },
      testKeyring.secret('assertion/provincial'),
    );
    return transport.send({ body, assertion, requestId: 'test' });
  };
  const answered = async (...asked: Parameters<typeof send>) => {
    const { data, errors } = await send(...asked);
    if (errors) throw new Error(JSON.stringify(errors));
    return data!;
  };
  return {
    store,
    clock,
    hub,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    ask: async (caller, query, variables = {}, clear = []) =>
      Object.values(await answered(caller, query, variables, clear))[0],
    askAll: (caller, query, variables = {}) => answered(caller, query, variables, []),
    async errors(caller, query, variables = {}) {
      return (await send(caller, query, variables, [])).errors ?? [];
    },
    async close() {
      await hub.close();
      await transport.close();
      await database.drop();
    },
  };
}

/** A caller of a role of the hub, as a token would make it. */
export function callerOf(role: string, divisions?: readonly string[], more: Partial<Caller> = {}): Caller {
  const { kind, scopes, sectors, divisions: own, zh } = roleOf.get(role)!;
  return {
    organisation: zh,
    person: `official-${role}`,
    kind,
    roles: [role],
    scopes,
    sectors,
    divisions: divisions ?? own,
    assurance: 'TOKEN',
    ...more,
  };
}

export const nation = callerOf('national-job');
export const city = callerOf('city-hr');
export const housingOfA = callerOf('county-housing');

export const record = (externalNo: string, more: object = {}) => ({
  externalNo,
  kindCode: 'YD-05',
  projectCode: 'A',
  detail: '考勤中的一个编号没有实名登记。',
  issuedOn: '2026-03-02',
  ...more,
});

export const INGEST = `mutation ($batch: DoubtfulBatchInput!) { ingestDoubtfulBatch(batch: $batch) { __typename
  ... on DoubtfulBatchTaken { submitted accepted duplicates rejected answers { index externalNo outcome code field caseId message } }
  ... on OutsideJurisdiction { code message } } }`;

const CASE = `case { id version state assignee suggestedAssignee dueOn dueBasis verificationResult allowedActions }`;
const REFUSALS = {
  TransitionRefused: 'code state requested allowed',
  OutsideJurisdiction: 'code division sector',
  NotTheAssignee: 'code assignee',
  ReasonTooShort: 'code minimum',
  EvidenceMissing: 'code missing',
  ChangedByAnother: 'code expectedVersion currentVersion',
  NothingFound: 'code message remedy',
};

const MEMBERS: Readonly<Record<string, readonly (keyof typeof REFUSALS)[]>> = {
  receiveDoubtfulData: ['TransitionRefused', 'OutsideJurisdiction', 'ChangedByAnother', 'NothingFound'],
  assignDoubtfulData: ['TransitionRefused', 'OutsideJurisdiction', 'ChangedByAnother', 'NothingFound'],
  startVerification: ['TransitionRefused', 'NotTheAssignee', 'ChangedByAnother', 'NothingFound'],
  concludeVerification: [
    ...(['TransitionRefused', 'NotTheAssignee', 'ReasonTooShort', 'EvidenceMissing'] as const),
    ...(['ChangedByAnother', 'NothingFound'] as const),
  ],
  returnDoubtfulData: [
    ...(['TransitionRefused', 'OutsideJurisdiction', 'NotTheAssignee', 'ReasonTooShort'] as const),
    ...(['ChangedByAnother', 'NothingFound'] as const),
  ],
  reassignDoubtfulData: [
    ...(['TransitionRefused', 'OutsideJurisdiction', 'ReasonTooShort'] as const),
    ...(['ChangedByAnother', 'NothingFound'] as const),
  ],
};

/** The document of one step's mutation, with all members of its result. */
export function stepDocument(name: string): string {
  const refusals = MEMBERS[name]!.map((type) =>
    `... on ${type} { refusal: ${REFUSALS[type]} }`.replace('refusal: ', ''),
  );
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${name}(input: $input) { __typename
    ... on DoubtfulDataMoved { ${CASE} move { sequence event from to assignee organisation hash attestation } }
    ${refusals.join('\n')} } }`;
}

export const HISTORY = `query ($id: ID!) { doubtfulDataCase(id: $id) { version state history { isIntact keys { id publicKey owner }
  moves { sequence event from to assignee result organisation person personSalt personDigest at reason evidence { title digest }
    payloadDigest previousHash hash attestation keyId signature } } } }`;

/** Hands one record down and gives the id of its case. */
export async function newCase(province: Province, externalNo: string, more: object = {}): Promise<string> {
  const batch = {
    source: 'national-platform',
    batchNo: `B-${externalNo}`,
    records: [record(externalNo, more)],
  };
  const { answers } = await province.ask(nation, INGEST, { batch });
  if (answers[0].outcome !== 'ACCEPTED') throw new Error(JSON.stringify(answers));
  return answers[0].caseId;
}
