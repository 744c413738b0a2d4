import { describe, expect, test } from '@jest/globals';
import {
  checkDepositAccountName,
  checkSpecialAccountName,
  usesUnapprovedAbbreviation,
} from '../../../subgraphs/banking/rules/account-name.ts';

const contractor = { name: '广西示范建工（集团）有限公司', approved: ['示范建工', '示范集团'] };
const project = { name: '青秀区示范学校教学楼', approved: ['示范学校'] };
const filed = ({ name, approved: [abbreviation] }: { name: string; approved: string[] }) => ({
  name,
  abbreviation,
});

describe('The name of a special wage account (Guangxi 管理细则 Art. 11(3))', () => {
  test.each([
    ['广西示范建工（集团）有限公司青秀区示范学校教学楼农民工工资专用账户', 'PASS'],
    ['广西示范建工(集团)有限公司 青秀区示范学校教学楼 农民工工资专用账户', 'PASS'],
    ['示范建工青秀区示范学校教学楼农民工工资专用账户', 'PASS_ABBREVIATED'],
    ['广西示范建工（集团）有限公司示范学校农民工工资专用账户', 'PASS_ABBREVIATED'],
    ['示范建工示范学校农民工工资专用账户', 'PASS_ABBREVIATED'],
    ['示范集团青秀区示范学校教学楼农民工工资专用账户', 'PASS_ABBREVIATED'],
    ['示范建工示范学校农民工工资专用账户一', 'FAIL_SUFFIX'],
    ['示范建工示范学校农民工工资保证金专用账户', 'FAIL_SUFFIX'],
    ['示范学校农民工工资专用账户', 'FAIL_CONTRACTOR'],
    ['别家建工示范学校农民工工资专用账户', 'FAIL_CONTRACTOR'],
    ['农民工工资专用账户', 'FAIL_CONTRACTOR'],
    ['示范建工农民工工资专用账户', 'FAIL_PROJECT'],
    ['示范建工示范学校二期农民工工资专用账户', 'FAIL_PROJECT'],
  ])('%s: %s', (name, result) => {
    expect(checkSpecialAccountName(name, contractor, project)).toBe(result);
  });

  test('fits when an abbreviation is the beginning of the full name', () => {
    const short = { name: '示范建工有限公司', approved: ['示范建工'] };
    expect(
      checkSpecialAccountName('示范建工有限公司一号楼农民工工资专用账户', short, { name: '一号楼' }),
    ).toBe('PASS');
    expect(checkSpecialAccountName('示范建工一号楼农民工工资专用账户', short, { name: '一号楼' })).toBe(
      'PASS_ABBREVIATED',
    );
  });
});

describe('An abbreviation that a filing states and no department has approved', () => {
  test.each([
    ['广西示范建工（集团）有限公司青秀区示范学校教学楼农民工工资专用账户', 'PASS', false],
    ['示范建工青秀区示范学校教学楼农民工工资专用账户', 'FAIL_CONTRACTOR', true],
    ['广西示范建工（集团）有限公司示范学校农民工工资专用账户', 'FAIL_PROJECT', true],
    ['示范建工示范学校农民工工资专用账户', 'FAIL_CONTRACTOR', true],
    ['别家建工示范学校农民工工资专用账户', 'FAIL_CONTRACTOR', false],
    ['示范建工示范学校', 'FAIL_SUFFIX', false],
  ])('counts in no name, and is told: %s', (name, result, isUnapproved) => {
    expect(checkSpecialAccountName(name, filed(contractor), filed(project))).toBe(result);
    expect(usesUnapprovedAbbreviation(name, filed(contractor), filed(project))).toBe(isUnapproved);
  });

  test('may be missing beside one that is approved', () => {
    const half = [contractor, filed(project)] as const;
    expect(usesUnapprovedAbbreviation('示范建工示范学校农民工工资专用账户', ...half)).toBe(true);
    expect(usesUnapprovedAbbreviation('示范建工青秀区示范学校教学楼农民工工资专用账户', ...half)).toBe(false);
  });
});

describe('The name of a deposit account (Guangxi 管理细则 Art. 11(6))', () => {
  test.each([
    ['广西示范建工(集团)有限公司青秀区示范学校教学楼农民工工资保证金专用账户', 'PASS'],
    ['示范建工青秀区示范学校教学楼农民工工资保证金专用账户', 'FAIL_CONTRACTOR'],
    ['广西示范建工（集团）有限公司示范学校农民工工资保证金专用账户', 'FAIL_PROJECT'],
    ['广西示范建工（集团）有限公司青秀区示范学校教学楼农民工工资专用账户', 'FAIL_SUFFIX'],
  ])('%s: %s', (name, result) => {
    expect(checkDepositAccountName(name, contractor, project)).toBe(result);
  });
});
