import { describe, expect, test } from '@jest/globals';
import { hasNumberOfPerson, isNumberOfPerson } from '../../kernel/identifiers/numbers-in-text.ts';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';

const TODAY = '2026-03-01';
const NUMBER = residentNumber('450103', '1990-01-02');
const PERMIT = residentNumber('450103', '2025-01-02');
const OLD = `${NUMBER.slice(0, 6)}${NUMBER.slice(8, 17)}`;
const spread = `${NUMBER.slice(0, 6)} ${NUMBER.slice(6, 14)} ${NUMBER.slice(14)}`;
const wide = NUMBER.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const wrong = `${NUMBER.slice(0, 17)}${NUMBER.endsWith('1') ? '2' : '1'}`;

describe('Numbers of persons (个人号码)', () => {
  test.each([
    ['an identity card’s', `身份证${NUMBER}`, true],
    ['one with blanks', `证件 ${spread}，请核实`, true],
    ['one in full width', `证件${wide}`, true],
    ['a phone’s', '电话13812345678', true],
    ['a phone’s with its country and hyphens', 'tel +86 138-1234-5678', true],
    ['a permit’s of last year', `施工许可证${PERMIT}`, false],
    ['18 digits that fail their check', `编号${wrong}`, false],
    ['15 digits, as of a project', '项目450103900101001', false],
    ['a longer number', `账号${NUMBER}0`, false],
    ['11 digits of a longer one', '8613812345678901', false],
    ['no number at all', '临边无防护，限三日内整改', false],
  ])('in a text: %s', (_what, text, has) => {
    expect(hasNumberOfPerson(text, TODAY)).toBe(has);
  });

  test.each([
    [NUMBER, true],
    [spread, true],
    [OLD, true],
    [`${OLD.slice(0, 6)}-${OLD.slice(6)}`, true],
    [PERMIT, false],
    // A project’s code of 15 digits, with a day of this century.
    ['450103260101001', false],
    ['4501032601010', false],
  ])('as a whole text %s: %s', (text, is) => {
    expect(isNumberOfPerson(text, TODAY)).toBe(is);
  });
});
