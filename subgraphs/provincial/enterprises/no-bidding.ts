import { addMonths, dayOfMonth, parseBusinessDate, yearMonthOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { SubgraphContext } from '../../context.ts';
import { Enterprise } from '../facts.ts';
import type { EnterpriseBlacklisting } from './facts.ts';

/**
 * The last day on which a listed enterprise may not bid (禁止投标截止日), by the province in which it is registered; null where that says
 * nothing. A listing that was withdrawn early is told by `removedOn`: whether the ban ends with it, no document says.
 */
export async function noBiddingUntil(
  { enterpriseCode, startsOn }: RowOf<typeof EnterpriseBlacklisting>,
  context: SubgraphContext,
): Promise<string | null> {
  const enterprise = await context.one(Enterprise, 'creditCode', enterpriseCode);
  const years = enterprise && numberOn(enterprise.divisionCode, 'BLACKLIST_NO_BIDDING_YEARS', startsOn);
  if (years == null) return null;
  return dayOfMonth(
    addMonths(yearMonthOf(parseBusinessDate(startsOn)), 12 * years),
    Number(startsOn.slice(8)),
  );
}
