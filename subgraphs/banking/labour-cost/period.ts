import { businessDateOf, parseBusinessDate } from '../../../kernel/calendar.ts';
import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import type { SubgraphContext } from '../../context.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import { numberOfProject } from '../../province-parameters.ts';
import { LabourCostTransfer } from '../facts.ts';
import { isPeriodExceeded, nextLabourCostDueOn } from '../rules/labour-cost-period.ts';

export interface LabourCostPeriod {
  readonly mostMonths: number;
  readonly lastTransferredOn: string;
  readonly nextDueOn: string;
  readonly isExceeded: boolean | null;
  readonly freshness: Freshness;
}

/** How long ago labour cost last came to a project, beside the longest period (人工费拨付周期); null while none has come. */
export async function labourCostPeriod(
  projectCode: string,
  context: SubgraphContext,
): Promise<LabourCostPeriod | null> {
  const last = await lastTransferOf(projectCode, context);
  if (last === null) return null;
  const months = await numberOfProject(projectCode, 'LABOUR_COST_PERIOD_MONTHS', last, context);
  if (months === null) return null;
  const nextDueOn = nextLabourCostDueOn(parseBusinessDate(last), months);
  const figure = { datasets: ['LABOUR_COST_TRANSFER'], day: nextDueOn };
  const freshness = await projectFigureFreshness(projectCode, figure, context);
  const isExceeded = isPeriodExceeded(
    nextDueOn,
    businessDateOf(context.now),
    freshness.coversPeriod === true,
  );
  return { mostMonths: months, lastTransferredOn: last, nextDueOn, isExceeded, freshness };
}

/** The day of a project's latest transfer, asked together with its siblings'. */
async function lastTransferOf(projectCode: string, context: SubgraphContext): Promise<string | null> {
  const all = await context.many(LabourCostTransfer, 'projectCode', projectCode, [
    { property: 'transferredOn', descending: true },
    { property: 'flowSerial' },
  ]);
  return all[0]?.transferredOn ?? null;
}
