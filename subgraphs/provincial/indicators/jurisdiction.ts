import type { Caller, Sector } from '../../../kernel/caller.ts';
import { isWithin } from '../../../kernel/identifiers/division-code.ts';
import { BadInput } from '../../../kernel/refusals.ts';

/**
 * A rate over a whole division is only answered to a caller who sees the whole of it: cut to a smaller scope, its
 * numerator would be too small and look like bad news.
 * @throws BadInput `OUTSIDE_JURISDICTION`
 */
export function refuseOutside(caller: Caller, division: string, sector: Sector): void {
  const seesAll = caller.kind === 'HUB';
  const inside = caller.divisions.some((own) => isWithin(division, own)) && caller.sectors.includes(sector);
  if (seesAll || inside) return;
  throw new BadInput('OUTSIDE_JURISDICTION', 'the rates of this division are not yours to see', {
    path: ['province'],
    expected: `a division within ${caller.divisions.join(', ') || 'none'}, and the sector ${sector}`,
    came: division,
    remedy: 'ask for your own division, or as an organisation that is in charge of this one',
  });
}
