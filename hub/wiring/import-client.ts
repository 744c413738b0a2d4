import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { datasetOperations, submissionDocument } from '../../adapters/county-self-built/datasets.ts';
import type { SubmissionReceipt, Submit } from '../../adapters/county-self-built/import-rows.ts';

/** A running hub, and who asks it. */
export interface HubAddress {
  /** The address of its graph, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly token: string;
}

export interface ImportEnvelope {
  readonly sourceSystem: string;
  readonly sentAt: string;
  readonly dryRun: boolean;
}

/** Patience with a hub that is busy, restarting or out of reach: about two minutes in all. */
const ATTEMPTS = 9;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const ANSWER_MS = 60_000;

/**
 * Submits through the graph of a running hub, over HTTP like everybody. What may pass is tried again under the same key,
 * after pauses that grow and differ; the hub answers a key it knows with the stored receipt.
 * @throws Error with the hub's own words when it refuses, or does not answer in the end
 */
export const submitTo = (hub: HubAddress, envelope: ImportEnvelope, firstPauseMs = FIRST_PAUSE_MS): Submit =>
  async function submit(dataset, key, records) {
    const operation = datasetOperations[dataset]!;
    const body = JSON.stringify({
      query: submissionDocument(operation),
      variables: { envelope: { idempotencyKey: key, mode: 'PARTIAL', ...envelope }, records },
    });
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await ask(hub, body, operation.operation);
      if ('verdicts' in outcome) return outcome;
      if (!outcome.mayPass) throw new Error(`the hub did not take ${dataset}: ${outcome.why}`);
      if (attempt === ATTEMPTS)
        throw new Error(
          `the hub could not be asked in ${ATTEMPTS} attempts: ${outcome.why}; run the same import again`,
        );
      const growing = Math.min(firstPauseMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      await pause(Math.max(outcome.notBeforeMs, growing * (0.5 + Math.random() / 2)));
    }
  };

type Outcome =
  | SubmissionReceipt
  | { readonly why: string; readonly mayPass: boolean; readonly notBeforeMs: number };

async function ask({ url, token }: HubAddress, body: string, operation: string): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      // A redirect would carry the token to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    text = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as { code?: string };
    return { why: code ?? message, mayPass: true, notBeforeMs: 0 };
  }
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const notBeforeMs = Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : 0;
  const answer = read(text);
  if (!answer) {
    const mayPass = [429, 502, 503, 504].includes(response.status);
    return { why: `HTTP ${response.status}, and no answer of a hub`, mayPass, notBeforeMs };
  }
  const receipt = Receipt.safeParse(answer.data?.[operation]);
  if (receipt.success) return receipt.data;
  const codes = (answer.errors ?? []).map(({ extensions }) => String(extensions?.code ?? ''));
  const why = (answer.errors ?? []).map(told).join('; ') || `HTTP ${response.status} without a receipt`;
  return { why, mayPass: codes.length > 0 && codes.every((code) => MAY_PASS.has(code)), notBeforeMs };
}

/** Codes of a hub that is busy or incomplete for the moment. */
const MAY_PASS = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'SUBMISSION_IN_FLIGHT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'DATABASE_UNAVAILABLE',
  'ASSERTION_MEMORY_FULL',
]);

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
});

const Receipt = z.object({
  replayed: z.boolean(),
  verdicts: z.array(
    z.object({
      index: z.number().int(),
      outcome: z.enum(['ACCEPTED', 'DUPLICATE', 'CORRECTED', 'HELD', 'REJECTED']),
      code: z.string(),
      recordId: z.string().nullable(),
      path: z.string().nullable(),
      expected: z.string().nullable(),
      remedy: z.string().nullable(),
      message: z.string(),
      warnings: z.array(z.string()),
    }),
  ),
});

function read(text: string): z.infer<typeof Answer> | null {
  try {
    return Answer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function told({ message, extensions = {} }: NonNullable<z.infer<typeof Answer>['errors']>[number]): string {
  const parts = [
    extensions.expected && `expected ${extensions.expected}`,
    extensions.remedy,
    extensions.incident,
  ];
  return [`${extensions.code ?? 'error'}: ${message}`, ...parts.filter(Boolean)].join('; ');
}
