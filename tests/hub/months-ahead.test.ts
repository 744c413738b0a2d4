import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openMonthsAhead } from '../../hub/background/months-ahead.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { Session } from '../../subgraphs/session.ts';
import { type Department, openDepartment } from '../subgraphs/support/department.ts';

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
});
afterAll(() => department.close());

async function months(): Promise<string[]> {
  const session = new Session(department.store.pool, hubCaller('tests'), null);
  try {
    const rows = await session.rows<{ name: string }>(
      sql`select relname as name from pg_class where relname ~ '^attendance_record_\\d{6}$' order by 1`,
    );
    return rows.map(({ name }) => name.slice(-6));
  } finally {
    await session.close();
  }
}

test('this month and the next two are open before anybody sends a punch, and opening them again changes nothing', async () => {
  const before = await months();
  await openMonthsAhead(department.store.ledger);
  const after = await months();
  // The department's clock stands at 2026-03-01.
  expect(after).toEqual([...new Set([...before, '202603', '202604', '202605'])].sort());
  await Promise.all([openMonthsAhead(department.store.ledger), openMonthsAhead(department.store.ledger)]);
  expect(await months()).toEqual(after);
});
