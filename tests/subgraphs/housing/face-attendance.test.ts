import { describe, expect, test } from '@jest/globals';
import { thresholdsOn } from '../../../subgraphs/housing/face-attendance-thresholds.ts';
import { hundredthsOf } from '../../../subgraphs/housing/rules/floor-area.ts';
import { requiresFaceAttendance } from '../../../subgraphs/housing/rules/face-attendance.ts';

const building = (area: string | number | null) => ({
  worksKind: '01',
  floorArea: hundredthsOf(area === null ? null : String(area)),
  costFen: 10n ** 12n,
});
const municipal = (yuan: bigint | null) => ({
  worksKind: '02',
  floorArea: 9_000_000n,
  costFen: yuan === null ? null : yuan * 100n,
});

const GUANGXI = { floorAreaM2: 5_000, costFen: 5_000_000_000n };

describe('Attendance by face recognition (2019 press text on 桂建通)', () => {
  test.each([
    ['building works of exactly 5,000 square metres', [building(5_000)], false],
    ['building works of 5,001 square metres', [building(5_001)], true],
    ['building works of 5,000.5 square metres', [building('5000.5')], true],
    [
      'building works of 5,000.01 square metres, on two permits',
      [building('4999.99'), building('0.02')],
      true,
    ],
    ['building works of 4,999.99 square metres', [building('4999.99')], false],
    ['two permits of 3,000 square metres each', [building(3_000), building(3_000)], true],
    ['municipal works of exactly 50 million yuan', [municipal(50_000_000n)], false],
    ['municipal works one fen above 50 million yuan', [{ ...municipal(0n), costFen: 5_000_000_001n }], true],
    ['dear building works of 4,000 square metres', [building(4_000)], false],
    ['other works, however large', [{ worksKind: '03', floorArea: 900_000n, costFen: 10n ** 12n }], false],
    ['a project without any permit', [], null],
    ['building works whose area is not stated', [building(null)], null],
    ['one permit without its area beside one above the threshold', [building(null), building(6_000)], true],
    ['municipal works whose cost is not stated', [municipal(null), building(100)], null],
  ])('%s', (_title, permits, required) => {
    expect(requiresFaceAttendance(permits, GUANGXI)).toBe(required);
  });

  test.each([
    ['a lower floor area', { floorAreaM2: 3_000, costFen: null }, [building(3_001)], true],
    ['no price', { floorAreaM2: 5_000, costFen: null }, [municipal(90_000_000n)], false],
    ['a lower price', { floorAreaM2: null, costFen: 1_000_000_000n }, [municipal(10_000_001n)], true],
    [
      'a price alone, of which a floor area says nothing',
      { floorAreaM2: null, costFen: 1n },
      [building(null)],
      false,
    ],
    ['nothing', { floorAreaM2: null, costFen: null }, [building(90_000)], null],
  ])('of a province that sets %s', (_title, thresholds, permits, required) => {
    expect(requiresFaceAttendance(permits, thresholds)).toBe(required);
  });

  test('Guangxi sets both, Yunnan neither', () => {
    expect(thresholdsOn('450103', '2026-03-01')).toEqual(GUANGXI);
    expect(thresholdsOn('530102', '2026-03-01')).toEqual({ floorAreaM2: null, costFen: null });
  });
});
