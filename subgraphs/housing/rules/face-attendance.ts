/** What a permit states that decides the question; money in fen, area in square metres. */
export interface PermittedWorks {
  readonly worksKind: string;
  readonly floorAreaM2?: number | null;
  readonly costFen?: bigint | null;
}

/**
 * Whether a project's attendance must be taken by face recognition (人脸识别考勤): building works over 5,000 square metres
 * or municipal works over 50 million yuan, each summed over its permits; null while what is stated does not decide it.
 * Source: a 2019 press text on 桂建通 (domain notes, wage rules §2), not the text of a rule.
 */
export function requiresFaceAttendance(permits: readonly PermittedWorks[]): boolean | null {
  const building = permits.filter(({ worksKind }) => worksKind === BUILDING);
  const municipal = permits.filter(({ worksKind }) => worksKind === MUNICIPAL);
  const area = building.reduce((sum, { floorAreaM2 }) => sum + (floorAreaM2 ?? 0), 0);
  const cost = municipal.reduce((sum, { costFen }) => sum + (costFen ?? 0n), 0n);
  if (area > FLOOR_AREA_M2 || cost > COST_FEN) return true;
  const allStated =
    building.every(({ floorAreaM2 }) => floorAreaM2 != null) &&
    municipal.every(({ costFen }) => costFen != null);
  return permits.length > 0 && allStated ? false : null;
}

/** Dictionary project-categories: 房屋建筑工程, 市政公用工程. */
const BUILDING = '01';
const MUNICIPAL = '02';

const FLOOR_AREA_M2 = 5_000;
const COST_FEN = 50_000_000n * 100n;
