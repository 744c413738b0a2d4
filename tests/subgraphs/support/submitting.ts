import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Caller, hubCaller, type Sector } from '../../../kernel/caller.ts';
import type { Graph } from '../../../kernel/graph.ts';
import type { Department } from './department.ts';

/** What a test says of one verdict. */
export type Told = Record<string, unknown>;

export interface Receipt {
  readonly id: string;
  readonly replayed: boolean;
  readonly verdicts: readonly Told[];
}

/** How one submission is sent; what is left out is as most tests want it. */
export interface Sending {
  readonly key?: string;
  readonly source?: string;
  readonly sentAt?: string;
  readonly mode?: 'PARTIAL' | 'ATOMIC';
  readonly dryRun?: boolean;
  readonly completeUpTo?: string;
}

/** A graph that consists of one other department, asked in process by assertions of its own. */
export const graphOver = (department: Department): Graph => ({
  async execute(document, variables, caller) {
    const { data = null, errors } = await department.ask(caller, document, { variables });
    return errors ? { data, errors } : { data };
  },
});

/** A vendor of one division with these scopes; `source` names its platform and its organisation alike. */
export const vendor = (source: string, division: string, scopes: string[], ...sectors: Sector[]): Caller => ({
  ...hubCaller('tests'),
  organisation: source,
  kind: 'VENDOR',
  scopes,
  sectors,
  divisions: [division],
  assurance: 'TOKEN',
});

/** Sends records by one mutation. @returns the receipt, whose verdicts tell what the tests compare */
export async function send(
  department: Department,
  caller: Caller,
  operation: string,
  input: string,
  records: readonly object[],
  {
    key = randomUUID(),
    source = 'vendor-a',
    sentAt = SENT,
    mode = 'PARTIAL',
    dryRun = false,
    completeUpTo,
  }: Sending = {},
): Promise<Receipt> {
  const { data, errors } = await department.ask(
    caller,
    `mutation Send($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) {
        id replayed verdicts { outcome code path recordId version warnings }
      }
    }`,
    {
      variables: {
        envelope: {
          idempotencyKey: key,
          sourceSystem: source,
          sentAt,
          mode,
          dryRun,
          ...(completeUpTo && { completeUpTo }),
        },
        records,
      },
    },
  );
  expect(errors).toBeUndefined();
  return data![operation] as Receipt;
}

/** Outcome, code and path of each verdict, as short as a table of cases. */
export const told = ({ verdicts }: Receipt): string[] =>
  verdicts.map(({ outcome, code, path }) =>
    [outcome, code === outcome ? null : code, path].filter((word) => word !== null).join(' '),
  );

const SENT = '2026-03-01T07:00:00+08:00';
