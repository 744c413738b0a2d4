import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../../kernel/calendar.ts';
import { type Caller, SECTORS } from '../../../../kernel/caller.ts';
import { planningOf, wide } from '../../../../ledger/query.ts';
import type { SubgraphContext } from '../../../../subgraphs/context.ts';
import { figuresOf, type FiguresQuestion } from '../../../../subgraphs/division-figures.ts';
import {
  attendance,
  enterprisesTakingPart,
  payroll,
  projectsOnFile,
  roster,
} from '../../../../subgraphs/provincial/figures/questions.ts';
import { Session } from '../../../../subgraphs/session.ts';
import { departments } from '../../../seeds/support.ts';
import { official } from '../../support/department.ts';
import { demoDatabase } from '../../../support/hub-database.ts';

const NOW = '2026-11-20T16:00:00+08:00';
const AS_OF = new Date('2026-11-20T15:00:00+08:00');
const ON = '2026-11-20' as BusinessDate;

let own: Awaited<ReturnType<typeof departments>>;
beforeAll(async () => {
  own = await departments(demoDatabase(NOW));
}, 240_000);
afterAll(() => own?.close());

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Node[];
}

/** How often the plans of what is asked read each table of facts, the most often first. */
async function readings(caller: Caller, question: Question, division: string): Promise<Map<string, number>> {
  const store = own.stores.provincial!;
  const session = new Session(store.pool, caller, AS_OF);
  const read = new Map<string, number>();
  const look = (node: Node): void => {
    const table = node['Relation Name'];
    if (table !== undefined) read.set(table, Math.max(read.get(table) ?? 0, node['Actual Loops']));
    for (const one of node.Plans ?? []) look(one);
  };
  const rows = async (query: RawBuilder<unknown>) => {
    const explained = sql`explain (analyze, format json) ${query}`;
    const asWanted = planningOf(query) === 'WIDE' ? wide(explained) : explained;
    const [row] = await session.rows<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(asWanted);
    look(row!['QUERY PLAN'][0]!.Plan);
    return session.rows(query);
  };
  const context = {
    ...{ caller, store, now: new Date(NOW), session: { asOf: AS_OF, rows } },
    loader: (_name: string, load: (keys: readonly string[]) => Promise<unknown[]>) => ({
      load: async (key: string) => (await load([key]))[0],
    }),
  } as unknown as SubgraphContext;
  try {
    await figuresOf({ division, on: ON }, question(context), context);
  } finally {
    await session.close();
  }
  return read;
}

type Question = (context: SubgraphContext) => FiguresQuestion<{ readonly division: string }>;
const QUESTIONS = {
  projectsOnFile,
  enterprisesTakingPart,
  roster,
  attendance,
  payroll,
} as unknown as Readonly<Record<string, Question>>;
const reader = (division: string): Caller => ({
  ...official(division, ...SECTORS),
  scopes: ['indicator:read', 'payroll:read', 'attendance:read'],
});

test.each(
  Object.keys(QUESTIONS).flatMap((name) => [
    [name, '450000', '450000'],
    [name, '450000', '450103'],
    [name, '450103', '450103'],
  ]),
)(
  '%s of the past, for an office of %s asked of %s, are counted by reading each table once',
  async (name, office, division) => {
    const read = await readings(reader(office!), QUESTIONS[name!]!, division!);
    const facts = [...read].filter(([table]) => !table.startsWith('project_scope'));
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.filter(([, loops]) => loops > 1)).toEqual([]);
  },
);
