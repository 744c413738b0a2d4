/** What a permit states that decides the question; money in fen, area in hundredths of a square metre. */
export interface PermittedWorks {
  readonly worksKind: string;
  readonly floorArea?: bigint | null;
  readonly costFen?: bigint | null;
}

/** Beyond what attendance must be taken by face; null where a province says nothing (参数 FACE_ATTENDANCE_…). */
export interface FaceAttendanceThresholds {
  /** Of building works, square metres. */
  readonly floorAreaM2: number | null;
  /** Of municipal works, fen. */
  readonly costFen: bigint | null;
}

/**
 * Whether a project's attendance must be taken by face recognition (人脸识别考勤): building works over a floor area or municipal works
 * over a price, each summed over its permits; null while what is stated does not decide it, and where the province says nothing of
 * it. Source: a 2019 press text on 桂建通 (domain notes, wage rules §2), not the text of a rule.
 */
export function requiresFaceAttendance(
  permits: readonly PermittedWorks[],
  { floorAreaM2: mostArea, costFen: mostCost }: FaceAttendanceThresholds,
): boolean | null {
  if (mostArea === null && mostCost === null) return null;
  const building = permits.filter(({ worksKind }) => worksKind === BUILDING);
  const municipal = permits.filter(({ worksKind }) => worksKind === MUNICIPAL);
  const area = building.reduce((sum, { floorArea }) => sum + (floorArea ?? 0n), 0n);
  const cost = municipal.reduce((sum, { costFen }) => sum + (costFen ?? 0n), 0n);
  if (
    (mostArea !== null && area > BigInt(Math.round(mostArea * HUNDREDTHS))) ||
    (mostCost !== null && cost > mostCost)
  )
    return true;
  const allStated =
    (mostArea === null || building.every(({ floorArea }) => floorArea != null)) &&
    (mostCost === null || municipal.every(({ costFen }) => costFen != null));
  return permits.length > 0 && allStated ? false : null;
}

const HUNDREDTHS = 100;

/** Dictionary project-categories: 房屋建筑工程, 市政公用工程. */
const BUILDING = '01';
const MUNICIPAL = '02';
