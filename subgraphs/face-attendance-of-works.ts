import { businessDateOf } from '../kernel/calendar.ts';
import type { Fact } from '../ledger/fact.ts';
import { yuanOn } from '../schema/province-profiles.ts';
import { permitsOf } from './construction-permit.ts';
import type { SubgraphContext } from './context.ts';
import { divisionOfProject } from './province-parameters.ts';

/** What states a price of a part of a project; in fen. */
export interface Priced {
  readonly costFen?: bigint | null;
}

/**
 * Whether works of transport or water must take attendance by face (人脸识别考勤): those whose price is over a limit, exactly at it not.
 * The price is what permits add up to, or what sections do; null while neither decides it, and where the province says nothing.
 * Source: a 2019 press text on 桂建通 (domain notes, wage rules §2), not the text of a rule.
 * @param most fen, parameter FACE_ATTENDANCE_COST
 */
export function worksRequireFaceAttendance(
  stated: readonly (readonly Priced[])[],
  most: bigint | null,
): boolean | null {
  if (most === null) return null;
  const isOver = (parts: readonly Priced[]): boolean =>
    parts.reduce((sum, { costFen }) => sum + (costFen ?? 0n), 0n) > most;
  if (stated.some(isOver)) return true;
  const isWhole = (parts: readonly Priced[]): boolean =>
    parts.length > 0 && parts.every(({ costFen }) => costFen != null);
  return stated.some(isWhole) ? false : null;
}

/** The same of a project on record: by what held when its latest permit was issued, without one by what holds today. */
export async function faceAttendanceOf(
  code: string,
  permit: Fact,
  sections: Promise<readonly Priced[]>,
  context: SubgraphContext,
): Promise<boolean | null> {
  const [permits, parts, division] = await Promise.all([
    permitsOf(permit, code, context) as Promise<(Priced & { readonly issuedOn: string })[]>,
    sections,
    divisionOfProject(code, context),
  ]);
  if (division === null) return null;
  const on = permits[0]?.issuedOn ?? businessDateOf(context.now);
  return worksRequireFaceAttendance([permits, parts], yuanOn(division, 'FACE_ATTENDANCE_COST', on));
}
