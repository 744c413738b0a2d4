import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { raiseHeld } from '../../hub/background/raise-held.ts';
import { isOfTheMoment } from '../../ledger/held/of-the-moment.ts';

const overdue = {
  id: '019c0000-0000-7000-8000-000000000001',
  operation: 'submitAttendance',
  dataset: 'ATTENDANCE',
  client: 'a/',
  organisation: 'a',
  sourceSystem: 'a',
  receiptId: '019c0000-0000-7000-8000-000000000002',
  place: 0,
  code: 'PROJECT_UNKNOWN',
  path: 'projectCode',
  waitsFor: 'project',
  projectCode: null,
  heldAt: new Date('2026-02-01T00:00:00Z'),
  heldUntil: new Date('2026-03-01T00:00:00Z'),
} as const;

/** What comes of raising a record when the graph answers so. */
const raised = async (code: string | undefined): Promise<unknown> => {
  const graph = {
    execute: async () => ({ data: null, errors: [{ message: 'no', ...(code && { extensions: { code } }) }] }),
  };
  return raiseHeld(graph, pino({ level: 'silent' }))([overdue]).catch((error: unknown) => error);
};

describe('Raising doubtful data of overdue records', () => {
  test.each(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'OVERLOADED', 'DATABASE_UNAVAILABLE'])(
    'while %s is a matter of the moment: all are raised again later',
    async (code) => {
      expect(isOfTheMoment(await raised(code))).toBe(true);
    },
  );

  test.each(['INTERNAL', 'BAD_VARIABLES', 'DATE_MALFORMED', undefined])(
    'that ends in %s may be the fault of one of them: they are tried one by one',
    async (code) => {
      const error = await raised(code);
      expect(error).toBeInstanceOf(Error);
      expect(isOfTheMoment(error)).toBe(false);
    },
  );
});
