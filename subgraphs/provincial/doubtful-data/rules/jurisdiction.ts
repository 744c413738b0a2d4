import { type Caller, type CallerKind, SECTORS, type Sector } from '../../../../kernel/caller.ts';
import { isWithin, parseDivisionCode } from '../../../../kernel/identifiers/division-code.ts';
import type { CaseEvent, CaseState } from './case-workflow.ts';

/** What of a case decides who may see it and who may move it. */
export interface Placed {
  readonly state: CaseState;
  readonly sector: Sector;
  readonly divisionCode: string;
  readonly projectCode: string | null;
  readonly assignee: string | null;
}

/** Whether the case exists for this caller (可见范围): the same rule as the row scope of its table. */
export function mayRead(caller: Caller, placed: Placed): boolean {
  if (caller.kind === 'HUB') return true;
  if (placed.projectCode !== null && caller.projects?.includes(placed.projectCode)) return true;
  if (caller.bank !== undefined && placed.assignee === `bank-${caller.bank}`) return true;
  return BY_DIVISION.has(caller.kind) && isInPlace(caller, placed);
}

/** Who takes this step in this state (办理主体): human resources of province or city, or the assignee. */
export function actorOf(event: CaseEvent, state: CaseState): 'HUMAN_RESOURCES' | 'ASSIGNEE' {
  if (event === 'RETURN') return state === 'RECEIVED' ? 'HUMAN_RESOURCES' : 'ASSIGNEE';
  return event === 'START_VERIFICATION' || event === 'CONCLUDE_VERIFICATION' ? 'ASSIGNEE' : 'HUMAN_RESOURCES';
}

/** Whether the step is this caller's to take. */
export function mayAct(caller: Caller, event: CaseEvent, placed: Placed): boolean {
  return actorOf(event, placed.state) === 'ASSIGNEE'
    ? isAssignee(caller, placed)
    : isInCharge(caller, placed);
}

/** Human resources of the province or the city of the case (省、市人社部门): receives it and says who verifies it. */
export function isInCharge(caller: Caller, placed: Placed): boolean {
  return caller.roles.some((role) => ASSIGNING_ROLES.has(role)) && isInPlace(caller, placed);
}

/** Whether the caller acts for the organisation that the case is assigned to (承办单位). */
export function isAssignee(caller: Caller, { assignee }: Placed): boolean {
  return assignee !== null && officesOf(caller).includes(assignee);
}

/** The organisations a caller acts for, as cases name them; of its own divisions only, not of those below. */
export function officesOf(caller: Caller): string[] {
  if (caller.kind === 'BANK') return caller.bank === undefined ? [] : [`bank-${caller.bank}`];
  const names = officeNames(caller);
  return caller.divisions.flatMap((division) => names.map((name) => `${division}-${name}`));
}

/** Whether a text names an organisation that can see the case, and so can verify it. */
export function canVerify(assignee: string, { divisionCode, sector }: Placed): boolean {
  if (/^bank-[0-9A-Z]{3,12}$/.test(assignee)) return true;
  const [, division, office] = /^(\d{6}|\d{9}|\d{12})-([a-z]+)$/.exec(assignee) ?? [];
  if (division === undefined || !parseDivisionCode(division).ok || !isWithin(divisionCode, division))
    return false;
  return office === 'hr' || office === 'finance' || office === sector.toLowerCase();
}

/** Kinds whose row scope is sectors and divisions. */
const BY_DIVISION: ReadonlySet<CallerKind> = new Set(['DEPARTMENT', 'FINANCIAL', 'NATIONAL', 'AUDITOR']);

const ASSIGNING_ROLES: ReadonlySet<string> = new Set(['province-hr', 'city-hr']);
const HUMAN_RESOURCES: ReadonlySet<string> = new Set([...ASSIGNING_ROLES, 'county-hr']);

const isInPlace = ({ divisions, sectors }: Caller, { divisionCode, sector }: Placed): boolean =>
  sectors.includes(sector) && divisions.some((division) => isWithin(divisionCode, division));

function officeNames({ kind, roles, sectors }: Caller): string[] {
  if (kind === 'FINANCIAL') return ['finance'];
  if (kind !== 'DEPARTMENT') return [];
  if (roles.some((role) => HUMAN_RESOURCES.has(role))) return ['hr'];
  return SECTORS.filter((sector) => sectors.includes(sector)).map((sector) => sector.toLowerCase());
}
