import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { hubCaller } from '../../kernel/caller.ts';
import { enterpriseCode } from '../../seeds/synthetic-numbers.ts';
import { conflictsOf } from '../../subgraphs/conflicts.ts';
import { CLAIMED_FIELDS, enterpriseHasConflicts } from '../../subgraphs/provincial/enterprises/claims.ts';
import { EnterpriseClaim } from '../../subgraphs/provincial/enterprises/facts.ts';
import { Enterprise } from '../../subgraphs/provincial/facts.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { Session } from '../../subgraphs/session.ts';
import { type Department, openDepartment } from './support/department.ts';

const WHEN = '2026-02-10T09:00:00+08:00';
/** The department's own writes are of this source, so that a claim of the same name is of who is shown. */
const SHOWN = 'provincial';

const stated = fc.record({
  name: fc.constantFrom('甲', '乙'),
  abbreviation: fc.constantFrom(null, '甲建', '乙建'),
  divisionCode: fc.constantFrom('450100', '450200'),
  registrationType: fc.constantFrom(null, '110', '150'),
  legalRepresentative: fc.constantFrom(null, '示例甲', '示例乙'),
  establishedOn: fc.constantFrom(null, '2015-06-01', '2016-06-01'),
});
const case_ = fc.record({ shown: stated, claims: fc.array(stated, { maxLength: 3 }) });

describe('Whether sources contradict what is shown', () => {
  let hub: Department;
  beforeAll(async () => {
    hub = await openDepartment(provincial);
  });
  afterAll(() => hub?.close());

  test('the list of conflicts and the filter agree on every row that can be stated', async () => {
    const cases = fc.sample(case_, { numRuns: 400, seed: 20260301 });
    const codes = cases.map((_, at) => enterpriseCode('450100', 1_000 + at));
    await hub.write(
      Enterprise,
      WHEN,
      cases.map(({ shown }, at) => ({ creditCode: codes[at]!, ...shown })),
    );
    await hub.write(
      EnterpriseClaim,
      WHEN,
      cases.flatMap(({ claims }, at) =>
        claims.map((claim, place) => ({
          creditCode: codes[at]!,
          claimedBy: [SHOWN, 'vendor-a', 'vendor-b'][place]!,
          ...claim,
        })),
      ),
    );
    const session = new Session(hub.store.pool, hubCaller('tests'), null);
    const { store } = hub;
    const shown = await store
      .reader(Enterprise)
      .select(session, [sql`t.credit_code = any(${codes}::text[])`]);
    const claims = await store.reader(EnterpriseClaim).select(session, [sql`not t.withdrawn`]);
    const filtered = await session.rows<{ readonly code: string; readonly told: boolean }>(
      sql`select t.credit_code as code, ${enterpriseHasConflicts({ store, session })} as told from provincial.enterprise t`,
    );
    await session.close();
    const byFilter = new Map(filtered.map(({ code, told }) => [code, told]));
    const listed = shown.map((row) => {
      const own = claims.filter(({ creditCode }) => creditCode === row.creditCode);
      return [row.creditCode, conflictsOf(row, own, CLAIMED_FIELDS).length > 0] as const;
    });
    expect(listed).toHaveLength(400);
    expect(listed.map(([code]) => [code, byFilter.get(code)])).toEqual(listed);
    // Both answers occur often, so that agreement says something.
    const told = listed.filter(([, has]) => has).length;
    expect(told).toBeGreaterThan(50);
    expect(told).toBeLessThan(350);
  });
});
