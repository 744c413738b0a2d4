import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { refusalCodes } from '../../gateway/refusal-codes.ts';
import { departmentRefusals } from '../../schema/refusals.ts';

describe('The refusals of whole calls (拒绝代码)', () => {
  test.each(Object.entries({ ...refusalCodes, ...departmentRefusals }))(
    '%s is told in Chinese and in English, each with what to do',
    (_code, { when, remedy, zh }) => {
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      for (const english of [when, remedy]) expect(english).toMatch(/^[^\p{Script=Han}|]+[^.]$/u);
    },
  );

  test('every code with which a department refuses a call is listed, and every listed one is given', () => {
    const source = globSync(['ledger/**/*.ts', 'subgraphs/**/*.ts', 'schema/*.ts'])
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const given = [...source.matchAll(/(?:new BadInput|malformed|unusable|bad)\(\s*'([A-Z_]+)'/g)].map(
      ([, code]) => code!,
    );
    expect([...new Set(given)].sort()).toEqual(Object.keys(departmentRefusals).sort());
  });

  test('no code means one thing at the gateway and another in a department', () => {
    expect(Object.keys(departmentRefusals).filter((code) => Object.hasOwn(refusalCodes, code))).toEqual([]);
  });
});
