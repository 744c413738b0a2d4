import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyMapping } from '../../../adapters/mapping/apply-mapping.ts';
import { readMapping } from '../../../adapters/mapping/read-mapping.ts';

const mappingOf = (...rules: string[]) =>
  readMapping(
    `mapping: test\nversion: 1\nfields:\n${rules.map((rule) => `  - { ${rule} }\n`).join('')}`,
    'test.yaml',
  );

/** What one rule makes of a value: the value, or the code of the finding. */
function read(rule: string, value: unknown, services = {}): unknown {
  const { fields, findings } = applyMapping(mappingOf(`to: x, from: f, ${rule}`), { f: value }, services);
  return findings.length > 0 ? findings[0]!.code : fields.x;
}

describe('A mapped record', () => {
  test.each([
    ['IDCARDNUMBER'],
    ['idcardnumber'],
    [' idCardNumber '],
    ['ｉｄＣａｒｄＮｕｍｂｅｒ'],
    ['证件号码'],
  ])('is read by names of any case and width, and by every alias: %j', (name) => {
    const { fields } = applyMapping(mappingOf('to: x, from: [idCardNumber, 证件号码]'), { [name]: ' 7 ' });
    expect(fields).toEqual({ x: '7' });
  });

  test('takes the first alias that states something', () => {
    const mapping = mappingOf('to: x, from: [a, b, c]');
    expect(applyMapping(mapping, { c: '3', b: '2', a: ' ' }).fields).toEqual({ x: '2' });
  });

  test('has no right value where one field stands in two spellings with two values', () => {
    const mapping = mappingOf('to: x, from: payRollCode');
    expect(applyMapping(mapping, { payRollCode: '1', PayrollCode: '1' }).fields).toEqual({ x: '1' });
    expect(applyMapping(mapping, { payRollCode: '1', PayrollCode: '2' }).findings).toMatchObject([
      { field: 'payRollCode', to: 'x', code: 'VALUE_MALFORMED' },
    ]);
  });

  test('keeps numbers, truth values, lists and objects as they came where no rule reads them', () => {
    for (const value of [7, 0, true, false, [1], { a: 1 }])
      expect(read('whenEmpty: omit', value)).toEqual(value);
  });

  test.each([
    ['required: true', 'VALUE_MISSING'],
    ['whenEmpty: omit', undefined],
    ['whenEmpty: "null"', null],
    ['default: 9', '9'],
    ['default: 9, as: integer', 9],
    ['default: false, as: boolean', false],
  ])('of an empty field, %s makes %j', (rule, expected) => {
    for (const empty of ['', ' \t ', '\u3000', null, undefined]) expect(read(rule, empty)).toEqual(expected);
    expect(read(`${rule}, emptyTexts: [无, '-']`, '无')).toEqual(expected);
  });

  test('opens what its sender encrypted, and says when it cannot', () => {
    const decrypt = (text: string) => {
      if (text === 'bad') throw new Error('secret detail');
      return ` ${text.toLowerCase()} `;
    };
    expect(read('decrypt: true', 'ABC', { decrypt })).toBe('abc');
    expect(read('decrypt: true', 'bad', { decrypt })).toBe('VALUE_MALFORMED');
    expect(read('decrypt: true', 'ABC')).toBe('VALUE_MALFORMED');
    expect(read('decrypt: true, required: true', '', { decrypt })).toBe('VALUE_MISSING');
    expect(read('decrypt: true, codes: { map: { m: MALE } }', 'M', { decrypt })).toBe('MALE');
  });

  test('never tells a value in a finding', () => {
    const mapping = mappingOf(
      'to: a, from: a, codes: { table: gender }',
      'to: b, from: b, format: { as: day, pattern: yyyyMMdd } ',
      'to: c, from: c, unit: yuan',
      'to: d, from: d, decrypt: true',
      'to: e, from: e, as: integer',
    );
    const secret = '450103199001010009';
    const { findings } = applyMapping(mapping, {
      a: secret,
      b: secret,
      c: `${secret}x`,
      d: secret,
      e: `${secret}x`,
    });
    expect(findings).toHaveLength(5);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test('never makes the engine throw, whatever it holds', () => {
    const mapping = mappingOf(
      'to: a, from: [a, 名], required: true, codes: { table: ethnic-groups, suffix: 族, digits: 2 }',
      'to: b, join: [b, c], format: { as: instant, pattern: [yyyy-MM-dd HH:mm:ss, epoch-seconds, epoch-milliseconds] }',
      'to: d, from: d, unit: wan-yuan',
      'to: e, from: e, decrypt: true, as: boolean',
      'to: f, from: f, format: { as: month, pattern: yyyyMM }',
      'to: g, from: [__proto__, constructor, toString], as: integer',
    );
    const decrypt = (text: string) => {
      if (text.length % 2 === 1) throw new Error('no');
      return text;
    };
    const name = fc.oneof(
      fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'B', '名', '__proto__', 'constructor'),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
      fc.double(),
      fc.constantFrom(undefined, null, '1.5', '20260105'),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 12 }), (record) => {
        const { fields, findings } = applyMapping(mapping, record, { decrypt });
        for (const { to } of findings) expect(Object.hasOwn(fields, to)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('Codes', () => {
  test.each([
    ['codes: { table: ethnic-groups, suffix: 族, digits: 2 }', '汉', '01'],
    ['codes: { table: ethnic-groups, suffix: 族, digits: 2 }', '汉族', '01'],
    ['codes: { table: ethnic-groups, suffix: 族, digits: 2 }', '01', '01'],
    ['codes: { table: ethnic-groups, suffix: 族, digits: 2 }', 1, '01'],
    ['codes: { table: ethnic-groups, suffix: 族, digits: 2 }', '０１', '01'],
    ['codes: { table: id-cert-types, digits: 2 }', '1', '01'],
    ['codes: { table: education-levels, variant: bengbu-hr (GB/T 4658-like) }', '70', '02'],
    ['codes: { table: education-levels, variant: bengbu-hr (GB/T 4658-like) }', '初中', '02'],
    ['codes: { table: education-levels, variant: bengbu-hr (GB/T 4658-like) }', '02', 'CODE_UNKNOWN'],
    ['codes: { table: bank-codes, variant: bengbu-hr }', '95588', '102'],
    ['codes: { table: education-levels, map: { 技校: 99 } }', '技校', '99'],
    ['codes: { map: { 进: IN, out: OUT } }', '进', 'IN'],
    ['codes: { map: { 进: IN, out: OUT } }', 'OUT', 'OUT'],
    ['codes: { map: { 进: IN, out: OUT } }', '侧门', 'CODE_UNKNOWN'],
    ['codes: { map: { 01: IN, NO: OUT } }', '01', 'IN'],
    ['codes: { map: { 01: IN, NO: OUT } }', 'no', 'OUT'],
    ['codes: { map: { a: b }, otherwise: KEEP }', 'z', 'z'],
    ['codes: { map: { a: b }, otherwise: 011 }', 'z', '011'],
    ['codes: { map: { 是: true, 否: false } }, as: boolean', '是', true],
    ['codes: { map: { 是: true, 否: false } }, as: boolean', '不详', 'CODE_UNKNOWN'],
    ['codes: { map: { 1: 20 } }, as: integer', '1', 20],
    ['codes: { map: { a: b } }', {}, 'VALUE_MALFORMED'],
    ['as: integer', '12', 12],
    ['as: integer', '1.5', 'VALUE_MALFORMED'],
    ['as: integer', '1e3', 'VALUE_MALFORMED'],
    ['as: text', 12, '12'],
    // Entry and exit are reversed between the draft of 2016 and the clients of 2018 (domain notes, trap 1).
    ['codes: { map: { 0: ENTRY, 1: EXIT } }', 0, 'ENTRY'],
  ])('by %s, %j is %j', (rule, value, expected) => {
    expect(read(rule, value)).toEqual(expected);
  });
});
