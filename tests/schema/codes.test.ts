import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { codeTable, codeTableNames, nameOfCode, parseCodeTable } from '../../schema/codes.ts';
import { standardShapes } from '../../schema/standard.ts';
import { leastClassification, scopes } from '../../schema/vocabulary.ts';

const good = { title: 't', source: 's', status: 'sourced', items: [{ code: '1', name: '一' }] };

describe('the code tables', () => {
  const readme = readFileSync(new URL('../../schema/codes/README.md', import.meta.url), 'utf8');

  test.each(codeTableNames)('%s is well formed and listed with its status', (name) => {
    const { status, items, byCode } = codeTable(name);
    expect(byCode.size).toBe(items.length);
    const row = readme.split('\n').find((line) => line.startsWith(`| [${name}](${name}.json) |`));
    expect(row).toContain(`| ${status} |`);
  });

  test.each([
    ['work-types', '010', '砌筑工'],
    ['attendance-direction', '01', '入场'],
    ['entry-exit-types', '1', '进场'],
    ['divisions-guangxi', '450103', '青秀区'],
    ['ethnic-groups', '08', '壮族'],
  ])('%s %s', (table, code, name) => {
    expect(nameOfCode(table, code)).toBe(name);
  });

  test('a code that a table does not list has no name', () => {
    expect(nameOfCode('attendance-direction', '03')).toBeUndefined();
    expect(nameOfCode('attendance-direction', 'constructor')).toBeUndefined();
  });

  test.each(['work-typs', '../scopes', ''])('there is no table %j', (name) => {
    expect(() => codeTable(name)).toThrow(`There is no code table ${name}`);
  });

  test.each([
    ['without a source', { ...good, source: undefined }, 'source'],
    ['with a status nobody knows', { ...good, status: 'official' }, 'expected sourced, modelled or mixed'],
    ['with a code twice', { ...good, items: [...good.items, ...good.items] }, 'code 1 stands twice'],
    ['with a nameless code', { ...good, items: [{ code: '1', name: '' }] }, 'items'],
    ['with a number for a code', { ...good, items: [{ code: 1, name: '一' }] }, 'items'],
    ['without a row', { ...good, items: [] }, 'items'],
    [
      'with a code twice in a variant',
      { ...good, variants: { county: [...good.items, ...good.items] } },
      'county',
    ],
    ['with a misspelt part', { ...good, note: [] }, 'note'],
  ])('a table %s is refused', (_what, table, problem) => {
    expect(() => parseCodeTable('trial', table)).toThrow(problem);
  });

  test('what a variant calls a code is a code of the table', () => {
    const loose = codeTableNames.flatMap((name) => {
      const { variants = {}, byCode } = codeTable(name);
      return Object.values(variants)
        .flat()
        .filter(({ national }) => national !== undefined && !byCode.has(national))
        .map(({ code, national }) => `${name}: ${code} → ${national}`);
    });
    expect(loose).toEqual([]);
  });

  test('every county lies in a prefecture, and every prefecture in its province, of the same table', () => {
    for (const name of codeTableNames.filter((it) => it.startsWith('divisions-'))) {
      const { items, byCode } = codeTable(name);
      const orphans = items.filter(({ parent }) => parent !== null && !byCode.has(String(parent)));
      expect(orphans).toEqual([]);
    }
  });

  test('the rows of the Yunnan base add up to its printed total', () => {
    const { items, total } = codeTable('yunnan-indicator-base-2023');
    expect(items.reduce((sum, { base }) => sum + Number(base), 0)).toBe(total);
    expect(total).toBe(4704);
  });

  test('the levels of the warning rules are those of the standard', () => {
    const levels = new Set(codeTable('warning-rules').items.map(({ level }) => String(level)));
    for (const level of levels)
      expect(standardShapes.get('WarningLevel')?.sdl).toMatch(new RegExp(`^  ${level}$`, 'm'));
  });
});

describe('the vocabularies', () => {
  test('a scope stands once and has a Chinese name', () => {
    expect(new Set(scopes.map(({ code }) => code)).size).toBe(scopes.length);
    for (const { name } of scopes) expect(name).toMatch(/\p{Script=Han}/u);
  });

  test.each([
    ['MigrantWorker', 'residentNumber', 'String', 'SENSITIVE_PERSONAL'],
    ['MigrantWorker', 'name', 'String', 'PERSONAL'],
    ['Project', 'name', 'String', undefined],
    ['AttendanceRecord', 'longitude', 'Float', 'SENSITIVE_PERSONAL'],
    ['Geofence', 'longitude', 'Float', undefined],
    ['WageCard', 'cardNumber', 'String', 'SENSITIVE_PERSONAL'],
    ['WageCard', 'discardNumber', 'String', undefined],
    ['Enterprise', 'legalRepresentativeName', 'String', 'PERSONAL'],
    ['Report', 'withoutPhones', 'Int', undefined],
    ['ParticipatingUnit', 'contactPhones', 'String', 'PERSONAL'],
  ])('%s.%s: %s needs %s', (type, field, leaf, least) => {
    expect(leastClassification(type, field, leaf)).toBe(least);
  });
});
