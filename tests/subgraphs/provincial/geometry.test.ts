import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  crossesItself,
  encloses,
  extentOf,
  isInChina,
  metresBetween,
  type Point,
} from '../../../subgraphs/provincial/sites/rules/geometry.ts';

const at = (longitude: number, latitude: number): Point => ({ longitude, latitude });
const ring = (...places: readonly (readonly [number, number])[]) => places.map(([x, y]) => at(x, y));

const NANNING = at(108.37, 22.82);
/** An L around an inner corner at (1, 1). */
const ANGLE = ring([0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2]);

describe('The distance between two places', () => {
  test('is that of a degree along a meridian and along the equator: 111.195 km on a sphere of 6,371.0088 km', () => {
    expect(metresBetween(at(108, 22), at(108, 23))).toBeCloseTo(111_195.08, 1);
    expect(metresBetween(at(108, 0), at(109, 0))).toBeCloseTo(111_195.08, 1);
  });

  test('shrinks with the cosine of the latitude along a parallel', () => {
    expect(metresBetween(at(108, 60), at(108.001, 60))).toBeCloseTo(111.195 / 2, 2);
  });

  test('is nothing from a place to itself, and the same both ways', () => {
    const place = fc.tuple(fc.integer({ min: 73, max: 135 }), fc.integer({ min: 3, max: 53 }));
    fc.assert(
      fc.property(place, place, ([a, b], [c, d]) => {
        expect(metresBetween(at(a, b), at(a, b))).toBe(0);
        expect(metresBetween(at(a, b), at(c, d))).toBeCloseTo(metresBetween(at(c, d), at(a, b)), 3);
      }),
    );
  });
});

describe('A fence encloses', () => {
  test.each([
    ['its centre', NANNING, true],
    // 0.0026976 degrees of latitude are 299.96 m.
    ['a place 299.96 m north', at(108.37, 22.8226976), true],
    ['a place 300.1 m north', at(108.37, 22.8226989 + 0.0000001 * 10), false],
  ])('as a circle of 300 m %s: %s', (_what, place, inside) => {
    expect(encloses({ centre: NANNING, radius: 300 }, place)).toBe(inside);
  });

  test.each([
    ['in the long arm', at(1.5, 0.5), true],
    ['in the other arm', at(0.5, 1.5), true],
    ['in the notch', at(1.5, 1.5), false],
    ['on a side', at(1, 0), true],
    ['on a corner', at(2, 1), true],
    ['on the inner corner', at(1, 1), true],
    ['on the line of a side, but beyond it', at(3, 1), false],
    ['level with a corner, to its left', at(-1, 1), false],
  ])('as an angular polygon what lies %s', (_what, place, inside) => {
    expect(encloses({ corners: ANGLE }, place)).toBe(inside);
    expect(encloses({ corners: ANGLE.toReversed() }, place)).toBe(inside);
  });

  test('the same places from whichever corner its ring begins', () => {
    const coordinate = fc.integer({ min: -2, max: 6 }).map((half) => half / 2);
    fc.assert(
      fc.property(coordinate, coordinate, fc.nat(5), (x, y, from) => {
        const turned = [...ANGLE.slice(from), ...ANGLE.slice(0, from)];
        expect(encloses({ corners: turned }, at(x, y))).toBe(encloses({ corners: ANGLE }, at(x, y)));
      }),
    );
  });
});

describe('A ring', () => {
  test.each([
    ['a triangle', ring([0, 0], [1, 0], [0, 1]), false],
    ['an L', ANGLE, false],
    ['a bow tie', ring([0, 0], [1, 1], [1, 0], [0, 1]), true],
    ['a repeated corner', ring([0, 0], [0, 0], [1, 0], [0, 1]), true],
    ['a side run back', ring([0, 0], [2, 0], [1, 0], [1, 1]), true],
    ['a corner on another side', ring([0, 0], [2, 0], [2, 2], [1, 0], [0, 2]), true],
    ['three corners on a line', ring([0, 0], [1, 0], [2, 0]), true],
    ['a corner on a straight side', ring([0, 0], [1, 0], [2, 0], [1, 1]), false],
  ])('of %s crosses itself: %s', (_what, corners, crosses) => {
    expect(crossesItself(corners)).toBe(crosses);
    expect(crossesItself(corners.toReversed())).toBe(crosses);
  });

  test('is as long as the way across its box', () => {
    expect(extentOf(ring([108, 22], [108, 23], [108, 22.5]))).toBeCloseTo(111_195.08, 1);
  });
});

test('Exchanged longitude and latitude of any place in China lie outside of it', () => {
  expect(isInChina(NANNING)).toBe(true);
  const place = fc.tuple(
    fc.double({ min: 73, max: 136, noNaN: true }),
    fc.double({ min: 3, max: 54, noNaN: true }),
  );
  fc.assert(
    fc.property(place, ([longitude, latitude]) => {
      expect(isInChina({ longitude, latitude })).toBe(true);
      expect(isInChina({ longitude: latitude, latitude: longitude })).toBe(false);
    }),
  );
});
