import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { entryFields } from '../../subgraphs/provincial/payroll/entries.ts';
import { faultsOf } from './support/field-faults.ts';
import { statedFields } from './support/stated-fields.ts';
import { CROSS_FIELD } from './verdict-codes/faulty-cases.ts';
import { GOOD } from './verdict-codes/good-records.ts';
import {
  openRooms,
  type Operation,
  usualCaller,
  type Rooms,
  type Row,
  type ToldVerdict,
} from './verdict-codes/rooms.ts';
import { sectorOfficer, sectorRecords } from './verdict-codes/sector-cases.ts';
import { openSite } from './verdict-codes/site.ts';

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
  await openSite(rooms);
}, 60_000);
afterAll(() => rooms?.close());

/** A faulty record: what is wrong with it, and the verdict it must get. */
type Faulty = readonly [what: string, record: Row, told: string];

/** What every record may say of its version and of what it replaces, whatever its dataset. */
const OF_ANY: readonly (readonly [field: string, value: unknown, code: string])[] = [
  ['sourceVersion', 'second', 'NUMBER_OUT_OF_RANGE'],
  ['sourceVersion', -1, 'NUMBER_OUT_OF_RANGE'],
  ['sourceVersion', '4611686018427387905', 'NUMBER_OUT_OF_RANGE'],
];

const NOTHING: readonly (readonly [what: string, value: unknown])[] = [
  ['not there', undefined],
  ['null', null],
  // Of a list it is no list at all.
  ['blank', ' \u3000'],
];

/** One record a fault, each with one field of a record in order replaced. */
const faultyRecords = (operation: Operation, good: Row): Faulty[] => [
  ...statedFields
    .get(operation)!
    .flatMap(({ name, expected, isRequired }): Faulty[] => [
      ...(isRequired ? NOTHING : [])
        .filter(([what]) => what !== 'blank' || !expected.startsWith('a list'))
        .map(([what, value]): Faulty => [`${name}: ${what}`, { ...good, [name]: value }, missing(name)]),
      ...faultsOf(name, expected).map(
        ([what, value, verdict]): Faulty => [
          `${name}: ${what}`,
          { ...good, [name]: value },
          `${verdict} ${name}`,
        ],
      ),
    ]),
  ...OF_ANY.map(
    ([name, value, code]): Faulty => [
      `${name}: ${value}`,
      { ...good, [name]: value },
      `REJECTED ${code} ${name}`,
    ],
  ),
  ...(operation === 'submitPayrollSheets' ? faultyLines(good) : []),
];

/** A document may be left out where an id names the person, so that it is the person who is missed. */
const missing = (name: string): string =>
  name === 'documentNumber' ? 'REJECTED IDENTITY_MISSING' : `REJECTED VALUE_MISSING ${name}`;

/** The same of the lines of a sheet: the fault is told with the line's place. */
const faultyLines = (good: Row): Faulty[] =>
  Object.entries(entryFields).flatMap(([name, { expected }]) =>
    faultsOf(name, expected).map(([what, value, verdict]): Faulty => {
      const [first] = good.entries as readonly [Row];
      const entries = [first, { ...first, [name]: value }];
      return [`the second line's ${name}: ${what}`, { ...good, entries }, `${verdict} entries.1.${name}`];
    }),
  );

const TABLE = GOOD.map(([operation, good]) => [operation, faultyRecords(operation, good)] as const);

const toldOf = ({ outcome, code, path }: ToldVerdict): string =>
  [outcome, code, path].filter((word) => word !== null).join(' ');

const isOfSector = (operation: Operation) => sectorRecords.some(([own]) => own === operation);

describe('A faulty record', () => {
  test('stands in the tables for every dataset, three thousand and more', () => {
    expect(TABLE.map(([operation]) => operation).sort()).toEqual([...statedFields.keys()].sort());
    for (const [operation, faulty] of TABLE)
      expect([operation, faulty.length > 10]).toEqual([operation, true]);
    expect(CROSS_FIELD.length).toBeGreaterThanOrEqual(60);
    expect(TABLE.reduce((sum, [, faulty]) => sum + faulty.length, 0)).toBeGreaterThanOrEqual(3_000);
  });

  test.each(TABLE)(
    'of %s gets the verdict of its fault at the field that has it',
    async (operation, faulty) => {
      const caller = {
        ...(isOfSector(operation) ? sectorOfficer : usualCaller(operation)),
        person: operation,
      };
      const verdicts = await rooms.submit(
        operation,
        faulty.map(([, record]) => record),
        { caller },
      );
      expect(faulty.map(([what], at) => `${what} → ${toldOf(verdicts[at]!)}`)).toEqual(
        faulty.map(([what, , told]) => `${what} → ${told}`),
      );
    },
  );

  test.each(CROSS_FIELD)('of %s gets the verdict of its fault: %s', async (operation, what, record, told) => {
    const caller = {
      ...(isOfSector(operation) ? sectorOfficer : usualCaller(operation)),
      person: `${operation} ${what}`,
    };
    const [verdict] = await rooms.submit(operation, [record], { caller });
    expect(toldOf(verdict!)).toBe(told);
  });

  test('costs its neighbours in a call nothing, and neither their order', async () => {
    const faulty = faultyRecords('submitCrews', GOOD.find(([operation]) => operation === 'submitCrews')![1]);
    const good = { projectCode: 'A', unitCode: GOOD_UNIT, name: '木工班组' };
    const records = faulty.flatMap(([, record], at) => [record, { ...good, crewNo: `between-${at}` }]);
    const verdicts = await rooms.submit('submitCrews', records);
    expect(verdicts.map(toldOf)).toEqual(faulty.flatMap(([, , told]) => [told, 'ACCEPTED ACCEPTED']));
    expect(verdicts.map(({ index }) => index)).toEqual(records.map((_, at) => at));
  });
});

const GOOD_UNIT = (GOOD.find(([operation]) => operation === 'submitCrews')![1] as { unitCode: string })
  .unitCode;
