import { describe, expect, test } from '@jest/globals';
import { MappingInvalid } from '../../../adapters/mapping/mapping-invalid.ts';
import { readMapping } from '../../../adapters/mapping/read-mapping.ts';

const HEAD = 'mapping: test\nversion: 1\nfields:\n';

describe('A mapping file', () => {
  test('tells of each standard field the name its sender knows', () => {
    const mapping = readMapping(
      `${HEAD}  - { to: name, from: [姓名, XM] }\n  - { to: at, join: [日期, 时间], format: { as: instant, pattern: yyyy-MM-dd HH:mm } }\n  - { to: kind, constant: 01 }\n`,
      'a.yaml',
    );
    expect([...mapping.backwards]).toEqual([
      ['name', '姓名'],
      ['at', '日期 + 时间'],
    ]);
  });

  test.each([
    [
      'an unknown key',
      `${HEAD}  - { to: a, frm: b, constant: c }\n`,
      /^m\.yaml:4:14: .*frm is not known here$/,
    ],
    [
      'an unknown key of the file',
      `${HEAD}  - { to: a, from: b }\nextra: 1\n`,
      /^m\.yaml:5:1: extra is not known here$/,
    ],
    ['no source', `${HEAD}  - { to: a }\n`, /:4:5: .*exactly one of from, join and constant/],
    ['two sources', `${HEAD}  - { to: a, from: b, constant: c }\n`, /exactly one of from, join and constant/],
    [
      'a field twice',
      `${HEAD}  - { to: a, from: b }\n  - { to: a, from: c }\n`,
      /:5:11: .*a has a rule already/,
    ],
    ['a key twice', `${HEAD}  - { to: a, to: b, from: c }\n`, /:4:14: Map keys must be unique/],
    [
      'two readings',
      `${HEAD}  - { to: a, from: b, unit: fen, codes: { map: { x: y } } }\n`,
      /at most one of codes/,
    ],
    [
      'a table that is none',
      `${HEAD}  - { to: a, from: b, codes: { table: nope } }\n`,
      /:4:30: .*no code table nope/,
    ],
    [
      'a variant that is none',
      `${HEAD}  - { to: a, from: b, codes: { table: gender, variant: x } }\n`,
      /no variant x/,
    ],
    [
      'a day without its day',
      `${HEAD}  - { to: a, from: b, format: { as: day, pattern: yyyy-MM } }\n`,
      /a day needs d/,
    ],
    [
      'a letter of no meaning',
      `${HEAD}  - { to: a, from: b, format: { as: day, pattern: yyyy-MM-dd aa } }\n`,
      /aa cannot stand/,
    ],
    [
      'a year of two digits',
      `${HEAD}  - { to: a, from: b, format: { as: day, pattern: yy-MM-dd } }\n`,
      /yy cannot stand/,
    ],
    ['an unknown unit', `${HEAD}  - { to: a, from: b, unit: dollar }\n`, /:4:29: .*yuan, wan-yuan or fen/],
    [
      'a default that is no number',
      `${HEAD}  - { to: a, from: b, as: integer, default: x }\n`,
      /a whole number/,
    ],
    [
      'a required field with a default',
      `${HEAD}  - { to: a, from: b, required: true, default: x }\n`,
      /cannot be missing/,
    ],
    ['a flag that is none', `${HEAD}  - { to: a, from: b, required: yes }\n`, /expected true or false/],
    [
      'an anchor and its alias',
      'mapping: &a test\nversion: *a\nfields: []\n',
      /:1:13: an anchor[\s\S]*:2:10: an alias/,
    ],
    ['a tag', 'mapping: !!js/function x\n', /:1:\d+: .*tag/i],
    ['a tag of its own', 'mapping: !mine x\n', /:1:\d+: .*tag/i],
    ['a bracket that is not closed', `${HEAD}  - { to: a\n`, /^m\.yaml:\d+:\d+: /],
    ['nothing', '', /^m\.yaml:1:1: /],
    ['a list', '- a\n', /^m\.yaml:1:1: /],
    ['a file of a megabyte', `# ${'x'.repeat(1_000_000)}`, /larger than a mapping/],
  ])('is refused, with line and column, for %s', (_what, text, expected) => {
    expect(() => readMapping(text, 'm.yaml')).toThrow(MappingInvalid);
    expect(() => readMapping(text, 'm.yaml')).toThrow(expected);
  });

  test('is refused with all its problems together', () => {
    const text = 'mapping: T\nversion: 1\nfields:\n  - { to: a, frm: b }\n  - { to: c, from: d, unit: x }\n';
    try {
      readMapping(text, 'm.yaml');
      throw new Error('it was read');
    } catch (error) {
      expect((error as MappingInvalid).problems.map(({ line }) => line)).toEqual([1, 4, 4, 5]);
    }
  });
});
