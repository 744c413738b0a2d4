import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verdictCatalogue } from '../../../schema/verdicts.ts';
import { entryFields } from '../../../subgraphs/provincial/payroll/entries.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';
import { GOOD } from './good-records.ts';
import { openRooms, type Rooms, type Row, usualCaller } from './rooms.ts';
import { sectorOfficer, sectorRecords } from './sector-cases.ts';
import * as site from './site.ts';

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
  await site.openSite(rooms);
}, 60_000);
afterAll(() => rooms?.close());

const datasets = subgraphs.flatMap((one) => one.datasets ?? []);

test('Every dataset of every department is among those that are tried', () => {
  expect(GOOD.map(([operation]) => operation).sort()).toEqual(
    datasets.map(({ operation }) => operation).sort(),
  );
});

const CANARY = 'cAnArY';
// What breaks readers: numbers at the edges of types, texts of other alphabets, forms that are nearly right.
const EDGES: readonly unknown[] = [
  ...[0, -0, -1, 0.1, 1e21, 1e308, -1e308, 5e-324, 2 ** 53, 45_292, 1_767_571_890, 1_767_571_890_000],
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    'x\udfff',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ufffd',
    '\u2028',
    '\r\n',
    '１２３',
  ],
  ...[
    '𠮷野家',
    '👷🏽‍♂️',
    'é',
    '阿卜杜拉・买买提',
    'null',
    'NaN',
    'Infinity',
    '1e5',
    '0x10',
    '-0',
    '--1',
    '+1',
    '.5',
  ],
  ...['0000-00-00', '2026-02-29', '9999-12-31', '10000-01-01', '2026-13', '9998-12-31T23:59:59+14:00'],
  ...['1000-01-01T00:00:00-14:00', '2026-03-01T24:00:00+08:00', '2026-03-01T07:31:30Z', '9'.repeat(40)],
  ...[
    "'; drop table provincial.crew; --",
    '=1+1',
    '@SUM(A1)',
    '$1',
    '{}',
    '[]',
    'x'.repeat(5_000),
    '\\',
    '"',
  ],
  ...['9223372036854775807', '4611686018427387904', '4611686018427387905', '99999999999999.99', '{a,b}'],
  ...['00000000-0000-0000-0000-000000000000', 'constructor', '__proto__', 'toString', 'hasOwnProperty'],
  ...[true, false, null, [], {}, [null], [[]], { constructor: 1 }, { toString: null }, { length: -1 }],
];
const anyValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string().map((text) => `${CANARY}${text}`) },
);

/** The good record with one to three of its fields, or of those of its entries, replaced. */
const spoilt = (good: Row, names: readonly string[]): fc.Arbitrary<Row> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), anyValue), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce<Row>((row, [name, value]) => replaced(row, name, value), good));

function replaced(row: Row, name: string, value: unknown): Row {
  const [list, field] = name.split('.');
  // The shape of the list is the schema's; what its entries state is judged like everything else.
  if (LISTS.has(name)) return { ...row, [name]: value === null ? null : [] };
  if (field === undefined) return { ...row, [name]: value };
  const entries = row[list!];
  return Array.isArray(entries) ? { ...row, [list!]: [...entries, { ...site.line(), [field]: value }] } : row;
}

/** Fields whose entries have a shape in the schema. */
const LISTS: ReadonlySet<string> = new Set(['entries', 'participants']);

/** Of each dataset; other values each time, so that many runs of the suite try many. */
const RUNS = 40;

test.each(GOOD)(
  `%s: any value in any field costs at most its own record a verdict, and no answer repeats it (${RUNS} runs)`,
  async (operation, good) => {
    const { fields } = datasets.find((one) => one.operation === operation)!;
    const inEntries = operation === 'submitPayrollSheets' ? Object.keys(entryFields) : [];
    const names = [
      ...[...Object.keys(fields), 'sourceVersion', 'replacesHeld'],
      ...inEntries.map((name) => `entries.${name}`),
    ];
    const isOfSector = sectorRecords.some(([own]) => own === operation);
    const caller = { ...(isOfSector ? sectorOfficer : usualCaller(operation)), person: operation };
    await fc.assert(
      fc.asyncProperty(fc.array(spoilt(good, names), { minLength: 1, maxLength: 4 }), async (rows) => {
        const verdicts = await rooms.submit(operation, [...rows, good], { caller });
        expect(verdicts.map(({ index }) => index)).toEqual([...rows, good].map((_, index) => index));
        for (const { code, outcome, message } of verdicts) {
          expect(OUTCOMES).toContain(outcome);
          expect(message).toBe(verdictCatalogue[code as keyof typeof verdictCatalogue].zh);
        }
        expect(JSON.stringify(verdicts)).not.toContain(CANARY);
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);

const OUTCOMES = ['ACCEPTED', 'DUPLICATE', 'CORRECTED', 'HELD', 'REJECTED'];
