/** One request that a client sends again and again, byte for byte, until it is answered. */
export interface Errand {
  /** For the report: `attendance`, `sheet`, … */
  readonly kind: string;
  readonly path: '/graphql' | '/open.api';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What an answer says; `UNANSWERED` is sent again, `WRONG` must never come. */
  read(status: number, text: string): Reading;
}

export type Reading =
  | {
      readonly kind: 'ANSWERED' /** The stored answer of an earlier try; null where the interface does not tell. */;
      readonly replayed: boolean | null;
    }
  | { readonly kind: 'UNANSWERED' }
  | { readonly kind: 'WRONG'; readonly why: string };

export interface ReceiptRead {
  readonly id: string;
  readonly replayed: boolean;
  readonly verdicts: readonly {
    readonly outcome: string;
    readonly code: string;
    readonly path: string | null;
    readonly recordId: string | null;
    readonly version: number | null;
  }[];
}

export interface SubmissionErrand {
  readonly kind: string;
  readonly token: string;
  readonly operation: string;
  readonly input: string;
  readonly sourceSystem: string;
  readonly key: string;
  readonly records: readonly object[];
  /** @returns what is wrong with the answer, if anything is */
  readonly settle: (receipt: ReceiptRead) => string | undefined;
}

/** A submission by GraphQL. */
export function submissionErrand(one: SubmissionErrand): Errand {
  const { operation, input, key, records } = one;
  const query = `mutation S($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
    ${operation}(envelope: $envelope, records: $records) {
      id replayed verdicts { outcome code path recordId version } } }`;
  const envelope = {
    idempotencyKey: key,
    sourceSystem: one.sourceSystem,
    sentAt: new Date().toISOString(),
  };
  return {
    kind: one.kind,
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${one.token}` },
    body: JSON.stringify({ query, variables: { envelope, records } }),
    read(_status, text) {
      const { data, errors } = JSON.parse(text) as GraphAnswer;
      const receipt = data?.[operation];
      if (receipt) {
        const why = one.settle(receipt);
        return why === undefined
          ? { kind: 'ANSWERED', replayed: receipt.replayed }
          : { kind: 'WRONG', why: `${one.kind} ${key}: ${why}` };
      }
      const codes = (errors ?? []).map(({ extensions }) => extensions?.code ?? '');
      if (codes.length > 0 && codes.every((code) => TRY_AGAIN.has(code))) return { kind: 'UNANSWERED' };
      return { kind: 'WRONG', why: `${one.kind} ${key}: ${text.slice(0, 600)}` };
    },
  };
}

interface GraphAnswer {
  readonly data?: Readonly<Record<string, ReceiptRead | null>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** What says nothing about the submission, so that it is to be sent again. */
const TRY_AGAIN = new Set([
  'SUBMISSION_IN_FLIGHT',
  // A connection that was lost in the middle of a transaction.
  'SUBGRAPH_FAILED',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'DATABASE_UNAVAILABLE',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'OVERLOADED',
  'CANCELLED',
  'INTERNAL',
  'INTERNAL_SERVER_ERROR',
]);
