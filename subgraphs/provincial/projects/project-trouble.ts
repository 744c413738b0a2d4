import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import { faults } from '../../../kernel/faults.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { ArrearsComplaint } from '../complaints/facts.ts';
import { DoubtfulDataCase, EarlyWarning } from '../facts.ts';

/** What is asked of a project's troubles (存在问题). */
export interface TroubleFilter {
  readonly hasOpenWarnings?: boolean | null;
  readonly troubles?: readonly string[] | null;
  readonly openWarningLevels?: readonly string[] | null;
  readonly openWarningRules?: readonly string[] | null;
}

/** The conditions on the project table `t`. A filter is a read: each takes the right to read what it looks at. */
export function troubleConditions(filter: TroubleFilter, context: SubgraphContext): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  const having = (argument: string, names: readonly string[], more: RawBuilder<unknown> = sql`true`) => {
    const one = names.map((name) => withTrouble(TROUBLES[name]!, `filter.${argument}`, more, context));
    return one.length > 0 ? sql`(${sql.join(one, sql` or `)})` : sql`false`;
  };
  const { hasOpenWarnings, troubles, openWarningLevels: levels, openWarningRules: rules } = filter;
  if (hasOpenWarnings != null) {
    const open = having('hasOpenWarnings', ['OPEN_WARNING']);
    where.push(hasOpenWarnings ? open : sql`not ${open}`);
  }
  if (troubles) where.push(having('troubles', troubles));
  if (levels)
    where.push(having('openWarningLevels', ['OPEN_WARNING'], sql`t.level = any(${levels}::text[])`));
  if (rules)
    where.push(having('openWarningRules', ['OPEN_WARNING'], sql`t.rule_code = any(${rules}::text[])`));
  return where;
}

interface Trouble {
  readonly fact: Fact;
  /** Any of these rights. */
  readonly scopes: readonly string[];
  readonly is: (today: string) => RawBuilder<unknown>;
}

const OPEN_WARNING = sql`t.state in ('RAISED', 'HANDLING', 'OVERDUE')`;
const WARNINGS = { fact: EarlyWarning as Fact, scopes: ['warning:read'] };
const COMPLAINTS = { fact: ArrearsComplaint as Fact, scopes: ['warning:read', 'complaint:read'] };

const TROUBLES: Readonly<Record<string, Trouble>> = {
  OPEN_WARNING: { ...WARNINGS, is: () => OPEN_WARNING },
  OVERDUE_WARNING: {
    ...WARNINGS,
    is: (today) => sql`${OPEN_WARNING} and (t.state = 'OVERDUE' or t.due_on < ${today}::date)`,
  },
  OPEN_DOUBT: {
    fact: DoubtfulDataCase,
    scopes: ['doubtful:read'],
    is: () => sql`t.project_code is not null and t.state not in ('CLOSED', 'VOIDED')`,
  },
  OPEN_COMPLAINT: { ...COMPLAINTS, is: () => sql`t.closed_on is null` },
  OVERDUE_COMPLAINT: {
    ...COMPLAINTS,
    is: (today) => sql`t.closed_on is null and t.answer_due_on < ${today}::date`,
  },
};

function withTrouble(
  { fact, scopes, is }: Trouble,
  argument: string,
  more: RawBuilder<unknown>,
  { caller, store, session, now }: SubgraphContext,
): RawBuilder<unknown> {
  if (!scopes.some((scope) => caller.scopes.includes(scope)))
    throw faults.FORBIDDEN(`${argument} (needs ${scopes.join(' or ')})`);
  // Not correlated, so that the open ones are read once, however many projects there are.
  return sql`t.project_code in (
    select t.project_code from ${versionsAt(store.table(fact), session.asOf)}
     where not t.withdrawn and ${is(businessDateOf(now))} and ${more})`;
}
