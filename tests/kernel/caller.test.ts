import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Caller, hubCaller, parseCaller, SCOPES, SECTORS } from '../../kernel/caller.ts';
import { CLASSIFICATIONS, compareClassification, MASKS, strictest } from '../../kernel/classification.ts';

const inspector: Caller = {
  organisation: 'org-housing-nanning',
  person: 'p-1',
  kind: 'DEPARTMENT',
  roles: ['inspector'],
  scopes: ['project:read'],
  sectors: ['HOUSING'],
  divisions: ['450100', '450103004'],
  projects: [],
  assurance: 'TOKEN',
  purpose: { basis: '个人信息保护法 Art. 34', caseNo: 'C-1', expiresAt: '2026-01-05T07:31:30+08:00' },
};

describe('The caller', () => {
  test('survives being written and read', () => {
    expect(parseCaller(JSON.parse(JSON.stringify(inspector)))).toEqual(inspector);
  });

  test('is read strictly: unknown properties, kinds, sectors, divisions and times are refused', () => {
    const wrong: object[] = [
      { isAdmin: true },
      { kind: 'ROOT' },
      { sectors: ['SPACE'] },
      { divisions: ['45'] },
      { divisions: [''] },
      { scopes: 'project:read' },
      { organisation: '' },
      { assurance: undefined },
      { purpose: { basis: 'x', caseNo: 'y', expiresAt: 'tomorrow' } },
    ];
    for (const change of wrong)
      expect(() => parseCaller({ ...inspector, ...change })).toThrow(
        expect.objectContaining({ code: 'CALLER_INVALID' }),
      );
    for (const value of [null, 'hub', [], 7])
      expect(() => parseCaller(value)).toThrow('the caller is not well formed');
  });

  test('the hub itself is a well-formed caller with every sector, everywhere, and no purpose', () => {
    const hub = parseCaller(JSON.parse(JSON.stringify(hubCaller('sequencer'))));
    expect(hub).toMatchObject({
      organisation: 'hub/sequencer',
      kind: 'HUB',
      sectors: SECTORS,
      divisions: ['000000'],
      assurance: 'INTERNAL',
    });
    expect(hub.purpose).toBeUndefined();
    expect(new Set(hub.scopes).size).toBe(SCOPES.length);
  });
});

describe('Classification', () => {
  test('the strictest wins, in any order; of nothing it is GENERAL', () => {
    expect(strictest([])).toBe('GENERAL');
    expect(strictest(['PERSONAL', 'SENSITIVE_PERSONAL', 'GENERAL'])).toBe('SENSITIVE_PERSONAL');
    const levels = fc.array(fc.constantFrom(...CLASSIFICATIONS), { minLength: 1 });
    fc.assert(
      fc.property(levels, (some) => {
        const most = strictest(some);
        expect(some).toContain(most);
        expect(some.every((level) => compareClassification(level, most) <= 0)).toBe(true);
      }),
    );
  });
});

describe('Masks', () => {
  test.each([
    ['RESIDENT_NUMBER', '450102199001010001', '4501**********0001'],
    ['RESIDENT_NUMBER', '450102900101000', '4501*******1000'],
    ['RESIDENT_NUMBER', '12345678', '****'],
    ['BANK_CARD', '6228480000000000000', '***************0000'],
    ['BANK_CARD', '1234', '****'],
    ['PHONE', '13800000000', '138****0000'],
    ['PHONE', '0771000', '****'],
    ['PERSON_NAME', '韦某某', '韦*'],
    ['PERSON_NAME', '𠮷某', '𠮷*'],
    ['PERSON_NAME', '韦', '*'],
    ['PERSON_NAME', '', '*'],
    ['ADDRESS', '广西南宁市兴宁区民生路1号', '广西南宁市兴宁区****'],
    ['ADDRESS', '民生路1号2栋3单元', '****'],
    ['FULL', 'anything', '****'],
    ['NULL', 'anything', null],
  ] as const)('%s of %s is %s', (name, text, expected) => {
    expect(MASKS[name](text)).toBe(expected);
  });

  test('a mask shows at most its documented part of whatever comes in', () => {
    const shown = {
      RESIDENT_NUMBER: 8,
      BANK_CARD: 4,
      PHONE: 7,
      PERSON_NAME: 1,
      ADDRESS: 9,
      FULL: 0,
    } as const;
    const characters = (text: string) => Array.from(new Intl.Segmenter('zh').segment(text)).length;
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('*')),
        (text) => {
          for (const [name, most] of Object.entries(shown)) {
            const masked = MASKS[name as keyof typeof shown](text)!;
            expect(masked).toContain('*');
            expect(characters(masked.replaceAll('*', ''))).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });
});
