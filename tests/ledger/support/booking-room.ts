import { randomBytes, randomUUID } from 'node:crypto';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { frozenClock } from '../../../kernel/clock.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import type { Envelope, RawRecord } from '../../../ledger/submission/envelope.ts';
import { identifier } from '../../../ledger/submission/fields/identifier.ts';
import { instant } from '../../../ledger/submission/fields/instant.ts';
import { required } from '../../../ledger/submission/fields/required.ts';
import type { Receipt } from '../../../ledger/submission/receipt.ts';
import { submit } from '../../../ledger/submission/submit.ts';
import { Store } from '../../../subgraphs/store.ts';
import { testKeyring } from '../../support/database.ts';
import { Booking, ledger, Note, Punch } from '../support.ts';
import { chained, mistaken, notes } from './booking-datasets.ts';

const NOW = new Date('2026-03-01T08:00:00+08:00');

/** Punches of any month. */
const punches = dataset({
  name: 'PUNCH',
  operation: 'submitPunches',
  scopes: ['attendance:submit'],
  fact: Punch,
  fields: { punchNo: required(identifier({ max: 20 })), occurredAt: required(instant()) },
  references: [],
  write: ({ punchNo, occurredAt }) => ({ content: { punchNo }, occurredAt }),
  heldBy: ['punchNo'],
});

const datasets = { NOTE: notes, PUNCH: punches, CHAINED: chained, MISTAKEN: mistaken };

/** A room in which a client may hold three records, and its database. */
export async function bookingRoom() {
  const base = await ledger();
  const store = new Store(
    {
      name: 'provincial',
      databaseSchema: 'provincial',
      facts: [Note, Booking, Punch],
      datasets: Object.values(datasets),
    },
    {
      url: base.store.pool.options.connectionString!,
      keyring: testKeyring,
      clock: frozenClock(NOW),
      limits: { heldPerClient: 3, heldDays: 15, earliestMonth: '2020-01', zoneRequiredOf: [] },
      random: randomBytes,
    },
  );
  return {
    room: store.ledger,
    send: (
      records: readonly RawRecord[],
      more: Partial<Envelope> = {},
      caller = client('vendor a'),
      name: keyof typeof datasets = 'NOTE',
    ): Promise<Receipt> =>
      submit(store.ledger, caller, datasets[name], { envelope: { ...envelope(), ...more }, records }),
    rows: async (query: string): Promise<Record<string, unknown>[]> => (await base.owner.query(query)).rows,
    async close() {
      await store.close();
      await base.close();
    },
  };
}

const envelope = (): Envelope => ({
  idempotencyKey: randomUUID(),
  sourceSystem: 'vendor-a',
  sentAt: new Date(NOW.getTime() - 60_000),
  mode: 'PARTIAL',
  dryRun: false,
});

/** A client program of an organisation. */
export const client = (organisation: string, person = 'program'): Caller => ({
  ...hubCaller('tests'),
  organisation,
  person,
  kind: 'VENDOR',
  assurance: 'TOKEN',
});

export const codes = ({ verdicts }: Receipt): string[] => verdicts.map(({ code }) => code);
