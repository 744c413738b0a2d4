import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import { numberOn, provinceProfiles } from '../../../schema/province-profiles.ts';

/** Years that an entry stands (惩戒期限) by what held on the day of its decision; the list is the nation's, and so are its terms. */
export const listingYearsOn = (decidedOn: string): number =>
  nationalOn('DISCREDITED_LISTING_YEARS', decidedOn);

/** Months between a correction and an early removal (提前移出所需改正期), by what held on the day of the correction. */
export const monthsToRemovalOn = (correctedOn: string): number =>
  nationalOn('DISCREDITED_EARLY_REMOVAL_MONTHS', correctedOn < IN_FORCE_FROM ? IN_FORCE_FROM : correctedOn);

/** The first day of the rule; what was listed before it had other terms. */
export const IN_FORCE_FROM: string = provinceProfiles
  .filter(({ division }) => division === EVERYWHERE)
  .flatMap(({ parameters }) => parameters.filter(({ name }) => name === 'DISCREDITED_LISTING_YEARS'))
  .map(({ validFrom }) => validFrom ?? '')
  .sort()[0]!;

function nationalOn(name: string, day: string): number {
  const found = numberOn(EVERYWHERE, name, day);
  if (found === null) throw new Error(`schema/provinces has no ${name} on ${day}`);
  return found;
}
