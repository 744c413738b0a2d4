import type { Caller, Sector } from '../../../../kernel/caller.ts';
import { isWithin } from '../../../../kernel/identifiers/division-code.ts';

/** An application as the rules see it (状态变更申请), with the project that it is about. */
export interface Subject {
  readonly version: number;
  readonly fromStatus: string;
  /** How it was decided; null while it was not. */
  readonly decided: 'APPROVED' | 'REFUSED' | null;
  readonly projectCode: string;
  readonly projectStatus: string;
  readonly sector: Sector;
  readonly divisionCode: string;
}

export interface Asked {
  readonly expectedVersion: number;
  readonly reason: string;
}

export type Refused =
  | { readonly kind: 'NothingFound' }
  | { readonly kind: 'ChangedByAnother'; readonly currentVersion: number }
  | { readonly kind: 'TransitionRefused'; readonly state: string; readonly allowed: readonly string[] }
  | { readonly kind: 'OutsideJurisdiction' }
  | { readonly kind: 'ReasonTooShort' };

/** A reason (理由) has at least so many characters, blanks not counted. Modelled. */
export const SHORTEST_REASON = 10;

/**
 * Why a decision is not taken; null when it is. First whether the application exists for the caller, then whether the
 * caller decided on what stands, then whether it is still open, then the office.
 */
export function refusalOf(subject: Subject | null, caller: Caller, asked: Asked): Refused | null {
  if (subject === null || !isInPlace(caller, subject)) return { kind: 'NothingFound' };
  if (subject.version !== asked.expectedVersion)
    return { kind: 'ChangedByAnother', currentVersion: subject.version };
  if (subject.decided !== null) return { kind: 'TransitionRefused', state: subject.decided, allowed: [] };
  if (!isOfTheSector(caller)) return { kind: 'OutsideJurisdiction' };
  if (lengthOf(asked.reason) < SHORTEST_REASON) return { kind: 'ReasonTooShort' };
  return null;
}

/** An approval moves the project from where it stands: what was applied for of another status is only to be refused. */
export const isOutdated = ({ fromStatus, projectStatus }: Subject): boolean => fromStatus !== projectStatus;

const isInPlace = ({ divisions, sectors }: Caller, { divisionCode, sector }: Subject): boolean =>
  sectors.includes(sector) && divisions.some((division) => isWithin(divisionCode, division));

/** An industry department (行业主管部门), of whatever level above the project; human resources have all sectors and decide none. */
const isOfTheSector = ({ kind, roles }: Caller): boolean =>
  kind === 'DEPARTMENT' && !roles.some((role) => HUMAN_RESOURCES.has(role));

const HUMAN_RESOURCES: ReadonlySet<string> = new Set(['province-hr', 'city-hr', 'county-hr']);

const lengthOf = (reason: string): number => [...reason.replace(/\s/gu, '')].length;
