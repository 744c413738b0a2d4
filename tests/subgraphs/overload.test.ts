import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { Session } from '../../subgraphs/session.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from './support/department.ts';

let department: Department;

beforeAll(async () => {
  department = await openDepartment(provincial);
});
afterAll(() => department.close());

test('a department that has too much to do refuses at once, answers those who wait, and is itself again', async () => {
  const { pool } = department.store;
  const session = () => new Session(pool, hubCaller('busy'), null);
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, () =>
      session()
        .write((db) => db.rows(sql`select pg_sleep(0.02)`))
        .then(() => 'answered'),
    ),
  );
  const told = answers.map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as { code: string }).code,
  );
  expect(new Set(told)).toEqual(new Set(['answered', 'OVERLOADED']));
  expect(told.filter((one) => one === 'answered').length).toBeGreaterThanOrEqual(96);
  const after = await department.ask(hubCaller('after'), '{ enterprises(first: 1) { totalCount } }');
  expect(after).toEqual({ data: { enterprises: { totalCount: 0 } } });
});
