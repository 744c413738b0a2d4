import type { Freshness, RestsOn } from '../ledger/submission-queries/figure-freshness.ts';
import type { SubgraphContext } from './context.ts';
import type { FiguresKey } from './division-figures.ts';
import { divisionFigureFreshness } from './figure-freshness.ts';

/** A part of the figures of a division on a day, with the datasets that it counts. */
export interface PartOfDay extends FiguresKey {
  readonly datasets: readonly RestsOn[];
}

export const ofDay = ({ division, on }: FiguresKey, datasets: readonly RestsOn[]): PartOfDay => ({
  division,
  on,
  datasets,
});

/** How fresh it is to the end of the day, asked together with its sibling divisions'. */
export const freshnessOf = (
  { division, on, datasets }: PartOfDay,
  context: SubgraphContext,
): Promise<Freshness> => divisionFigureFreshness(division, { datasets, day: on }, context);
