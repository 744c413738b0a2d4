import { addDays, parseBusinessDate } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { numberOfProject } from '../../province-parameters.ts';
import type { SpecialWageAccount } from '../facts.ts';

/** The last day for filing an account after its opening (专户备案期限); null where no number is set. */
export async function filingDueOn(
  { projectCode, openedOn }: RowOf<typeof SpecialWageAccount>,
  context: SubgraphContext,
): Promise<string | null> {
  if (openedOn == null) return null;
  const days = await numberOfProject(projectCode, 'ACCOUNT_FILING_DAYS', openedOn, context);
  return days === null ? null : addDays(parseBusinessDate(openedOn), days);
}
