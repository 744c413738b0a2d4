import { describe, expect, test } from '@jest/globals';
import { parseDocumentNumber } from '../../kernel/identifiers/identity-document.ts';
import {
  checkIdentity,
  identityFields,
  identityOf,
  integer,
  list,
  required,
  within,
  yuan,
} from '../../ledger/submission/fields/index.ts';
import { reading, writtenReport } from './support/reading.ts';

const WORKER = '0197a3c2-5f00-7000-8000-00000000000a';

describe('Entries of a record (明细)', () => {
  const entries = list(
    { lineNo: required(integer({ min: 1, max: 999 })), payable: required(yuan()), actual: yuan() },
    { max: 3 },
  );
  const good = { lineNo: 1, payable: '12.00' };

  test('are read one by one, each with all its fields', () => {
    expect(reading(entries, [good, { lineNo: '2', payable: 5, actual: 4.5 }])).toEqual([
      [
        { lineNo: 1, payable: 1200n, actual: null },
        { lineNo: 2, payable: 500n, actual: 450n },
      ],
      '',
    ]);
  });

  test.each([
    ['nothing', undefined, 'REJECT ENTRIES_MISSING'],
    ['null', null, 'REJECT ENTRIES_MISSING'],
    ['none', [], 'REJECT ENTRIES_MISSING'],
    ['more than the field takes', [good, good, good, good], 'REJECT TOO_MANY_ENTRIES'],
    ['an object', good, 'REJECT VALUE_MALFORMED'],
    ['text', '[]', 'REJECT VALUE_MALFORMED'],
  ])('%s are refused as a whole', (_what, raw, told) => {
    expect(reading(entries, raw)).toEqual([[], told]);
  });

  test.each([
    ['a value of another form', { ...good, payable: '1.234' }, 'REJECT AMOUNT_MALFORMED 1.payable'],
    ['a value that is not there', { lineNo: 1 }, 'REJECT VALUE_MISSING 1.payable'],
    ['a property nobody asked for', { ...good, bonus: '1.00' }, 'REJECT VALUE_MALFORMED 1'],
    ['a property nobody asked for, with null', { ...good, bonus: null }, 'REJECT VALUE_MALFORMED 1'],
    [
      'a property of every object',
      JSON.parse('{"lineNo":1,"payable":"1","__proto__":{}}'),
      'REJECT VALUE_MALFORMED 1',
    ],
    ['a list', [], 'REJECT VALUE_MALFORMED 1'],
    ['null', null, 'REJECT VALUE_MALFORMED 1'],
    ['text', 'x', 'REJECT VALUE_MALFORMED 1'],
  ])('%s is told with the place of its entry', (_what, entry, expected) => {
    expect(reading(entries, [good, entry, good])[1]).toBe(expected);
  });

  test('no finding holds the name of a property that came', () => {
    const expectations: (string | undefined)[] = [];
    const report = {
      ...writtenReport(),
      reject: (_code: string, details?: object) => expectations.push(JSON.stringify(details)),
    };
    entries.read([{ ...good, '张三 450103': 1 }], report as never);
    expect(expectations).toHaveLength(1);
    expect(expectations[0]).not.toContain('450103');
  });

  test('lists inside entries are told with both places', () => {
    const sheets = list({ entries }, { max: 2 });
    expect(reading(sheets, [{ entries: [good, { lineNo: 0, payable: 1 }] }])[1]).toBe(
      'REJECT NUMBER_OUT_OF_RANGE 0.entries.1.lineNo',
    );
  });

  test('a check of one entry tells its place in the record', () => {
    const report = writtenReport();
    const inside = within(report, 'entries.3');
    inside.reject('LINE_REPEATED', { path: 'lineNo' });
    inside.hold('RESIDENT_NUMBER_INVALID');
    inside.warn('OLD_NUMBER_FORM');
    expect(report.told).toEqual([
      'REJECT LINE_REPEATED entries.3.lineNo',
      'HOLD RESIDENT_NUMBER_INVALID entries.3',
      'WARN OLD_NUMBER_FORM',
    ]);
  });
});

describe('How a record names a person (人员)', () => {
  const GOOD = '450102199001010001';
  const read = (raw: { workerId?: unknown; documentType?: unknown; documentNumber?: unknown }) => {
    const report = writtenReport();
    const values = {
      workerId: identityFields.workerId.read(raw.workerId, report),
      documentType: identityFields.documentType.read(raw.documentType, report),
      documentNumber: identityFields.documentNumber.read(raw.documentNumber, report),
    };
    checkIdentity(values, report);
    return [identityOf(values), report.told.join(', ')];
  };

  test.each([
    ['by the id alone', { workerId: WORKER }, null, ''],
    ['not at all', {}, null, 'REJECT IDENTITY_MISSING'],
    ['by the type of a document alone', { documentType: '01' }, null, 'REJECT IDENTITY_MISSING'],
    [
      'by a resident number, its type understood',
      { documentNumber: GOOD },
      { documentType: '01', documentNumber: GOOD },
      '',
    ],
    [
      'by a number in full-width digits',
      { documentNumber: '４５０１０２１９９００１０１０００１' },
      { documentType: '01', documentNumber: GOOD },
      'WARN WIDTH_NORMALISED',
    ],
    [
      'by a number with blanks and a small x',
      { documentNumber: ' 450702 19751231 000x ' },
      { documentType: '01', documentNumber: '45070219751231000X' },
      '',
    ],
    [
      'by the old form of 15 digits',
      { documentNumber: '450102900101000' },
      { documentType: '01', documentNumber: GOOD },
      'WARN OLD_NUMBER_FORM',
    ],
    [
      'by a number that fails its check',
      { documentNumber: '450102199001010000' },
      { documentType: '01', documentNumber: '450102199001010000' },
      'HOLD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'by a number that is too short',
      { documentNumber: '45010219900101001' },
      { documentType: '01', documentNumber: '45010219900101001' },
      'HOLD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'by a day of birth that does not exist',
      { documentNumber: '450102199002300001' },
      { documentType: '01', documentNumber: '450102199002300001' },
      'HOLD RESIDENT_NUMBER_INVALID documentNumber',
    ],
    [
      'by another document, whose number has no check',
      { documentType: '04', documentNumber: '南字第00000001号' },
      { documentType: '04', documentNumber: '南字第00000001号' },
      '',
    ],
    [
      'by a document of an unknown type',
      { documentType: '1', documentNumber: GOOD },
      { documentType: '01', documentNumber: GOOD },
      'REJECT CODE_UNKNOWN',
    ],
    [
      'by a JSON number, which has lost digits',
      { documentNumber: Number(GOOD) },
      null,
      'REJECT VALUE_MALFORMED, REJECT IDENTITY_MISSING',
    ],
    [
      'by a text too long for a number',
      { documentNumber: '1'.repeat(33) },
      null,
      'REJECT VALUE_TOO_LONG, REJECT IDENTITY_MISSING',
    ],
  ])('%s', (_how, raw, identity, told) => {
    expect(read(raw)).toEqual([identity, told]);
  });

  test('both forms of one person meet in the registry of identities', () => {
    for (const form of [GOOD, '450102900101000', '４５０１０２９００１０１０００', '450102 1990 0101 0001'])
      expect(parseDocumentNumber('01', form)).toEqual({ ok: true, value: GOOD });
    expect(parseDocumentNumber('02', 'ａb 1')).toEqual({ ok: true, value: 'AB1' });
    expect(parseDocumentNumber('02', ' ')).toMatchObject({ ok: false, code: 'DOCUMENT_NUMBER_EMPTY' });
  });
});
