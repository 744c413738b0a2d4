import type { Caller, Sector } from '../../../../kernel/caller.ts';
import { officesOf } from '../../doubtful-data/rules/jurisdiction.ts';

/** A body as the organisations on record have it (受理机构). */
export interface Body {
  readonly kind: string;
  readonly sector: Sector | null;
  readonly divisionCode: string;
}

/**
 * Whether the caller speaks for the body that received a complaint (是否受理机构): its token names the body's code, or it holds the
 * office that the organisations on record say the body has, in the body's own division. Modelled: the office of the leading group is
 * kept by human resources, and of a body that is not on record, or is of another kind, only the code tells.
 */
export function speaksFor(caller: Caller, code: string, body: Body | null): boolean {
  if (caller.organisation === code) return true;
  const office = body && officeOf(body);
  return office !== null && officesOf(caller).includes(`${body!.divisionCode}-${office}`);
}

function officeOf({ kind, sector }: Body): string | null {
  if (kind === 'INDUSTRY_DEPARTMENT') return sector === null ? null : sector.toLowerCase();
  return OFFICES.get(kind) ?? null;
}

const OFFICES: ReadonlyMap<string, string> = new Map([
  ['HUMAN_RESOURCES', 'hr'],
  ['LEADING_GROUP', 'hr'],
  ['FINANCIAL_SUPERVISOR', 'finance'],
]);
