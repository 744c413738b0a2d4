import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, listedHolidays } from '../../../kernel/calendar.ts';
import { codeTable } from '../../../schema/codes.ts';
import {
  caseWorkflow,
  nextState,
  possibleEvents,
} from '../../../subgraphs/provincial/doubtful-data/rules/case-workflow.ts';
import { decideMove, OFFERED } from '../../../subgraphs/provincial/doubtful-data/rules/decide-move.ts';
import { canVerify, officesOf } from '../../../subgraphs/provincial/doubtful-data/rules/jurisdiction.ts';
import {
  isLimitProvisional,
  limitAfter,
  limitOfNew,
} from '../../../subgraphs/provincial/doubtful-data/rules/limits.ts';
import { onePersonTwoSites } from '../../../subgraphs/provincial/doubtful-data/rules/one-person-two-sites.ts';
import { suggestedAssignee, verifierOf } from '../../../subgraphs/provincial/doubtful-data/rules/routing.ts';
import { callerOf } from './doubtful-data-support.ts';

describe('The workflow of a case', () => {
  test('has the states of the one vocabulary', () => {
    expect([...caseWorkflow.states].sort()).toEqual(
      [
        ...['ISSUED', 'RECEIVED', 'ASSIGNED', 'VERIFYING', 'CONCLUDED', 'HANDLING'],
        ...['HANDLED', 'REVIEWED', 'FED_BACK', 'CLOSED', 'VOIDED'],
      ].sort(),
    );
  });

  test('lets what proved untrue skip its handling, and nothing else', () => {
    const concluded = (verificationResult: string) => ({ state: 'CONCLUDED', verificationResult }) as const;
    expect(nextState(concluded('UNTRUE'), 'START_HANDLING')).toBeUndefined();
    expect(nextState(concluded('UNTRUE'), 'PASS_RECHECK')).toBe('REVIEWED');
    for (const result of ['TRUE', 'PARTLY_TRUE', 'UNVERIFIABLE']) {
      expect(nextState(concluded(result), 'START_HANDLING')).toBe('HANDLING');
      expect(nextState(concluded(result), 'PASS_RECHECK')).toBeUndefined();
    }
  });

  test('ends where its source withdrew it', () => {
    expect(possibleEvents({ state: 'VOIDED', verificationResult: null })).toEqual([]);
    for (const state of caseWorkflow.states.filter((one) => one !== 'VOIDED'))
      expect(possibleEvents({ state, verificationResult: null })).toContain('VOID');
  });

  test('refuses every step from every state that its table does not lead from', () => {
    const housing = callerOf('county-housing');
    const city = callerOf('city-hr');
    for (const state of caseWorkflow.states)
      for (const event of OFFERED)
        for (const caller of [housing, city]) {
          const place = { sector: 'HOUSING', divisionCode: '450103', projectCode: 'A' } as const;
          const subject = {
            ...place,
            state,
            verificationResult: null,
            assignee: '450103-housing',
            version: 1,
          };
          const decision = decideMove(subject, caller, { event, expectedVersion: 1 });
          const to = caseWorkflow.next(state, event);
          if (to === undefined) expect(decision).toMatchObject({ refused: { kind: 'TransitionRefused' } });
          else if ('to' in decision) expect(decision.to).toBe(to);
          else expect(['OutsideJurisdiction', 'NotTheAssignee']).toContain(decision.refused.kind);
        }
  });
});

describe('The routing table', () => {
  const WORDS = { INDUSTRY: /industry department/, BANK: /bank/, HUMAN_RESOURCES: /HR department/ };
  test.each(codeTable('doubtful-kinds').items.map((kind) => [kind.code, kind] as const))(
    '%s goes to whom the dictionary names first',
    (code, kind) => {
      expect(String(kind.verifier)).toMatch(WORDS[verifierOf(code)]);
    },
  );

  test('names the county’s office, the bank concerned, or the province’s financial regulator', () => {
    const of = (kindCode: string, bankCode: string | null = null) =>
      suggestedAssignee({ kindCode, sector: 'WATER', divisionCode: '450103001', bankCode });
    expect([of('YD-05'), of('YD-13'), of('YD-09'), of('YD-09', '102')]).toEqual([
      '450103-water',
      '450103-hr',
      '450000-finance',
      'bank-102',
    ]);
  });

  test('always names who can see the case', () => {
    const kinds = codeTable('doubtful-kinds').items.map(({ code }) => code);
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom('HOUSING', 'TRANSPORT', 'OTHER' as const),
        fc.constantFrom('450103', '450103001', '530102001001'),
        fc.option(fc.constantFrom('102', 'ICBC')),
        (kindCode, sector, divisionCode, bankCode) => {
          const place = {
            sector,
            divisionCode,
            state: 'RECEIVED',
            projectCode: null,
            assignee: null,
          } as const;
          expect(canVerify(suggestedAssignee({ kindCode, sector, divisionCode, bankCode }), place)).toBe(
            true,
          );
        },
      ),
    );
  });

  test('names offices as callers hold them', () => {
    expect(officesOf(callerOf('county-housing'))).toEqual(['450103-housing']);
    expect(officesOf(callerOf('county-hr', ['450103', '450105']))).toEqual(['450103-hr', '450105-hr']);
    expect(officesOf(callerOf('financial-regulator'))).toEqual(['450000-finance']);
    expect(officesOf(callerOf('bank', undefined, { bank: '102' }))).toEqual(['bank-102']);
    for (const role of ['enterprise', 'auditor', 'vendor', 'national-job'])
      expect(officesOf(callerOf(role))).toEqual([]);
  });
});

describe('The limits of a case', () => {
  const day = (text: string) => text as BusinessDate;
  test('count working days over a holiday', () => {
    // National Day 2026 is off from 1 to 7 October; the days worked instead are in the calendar.
    const { dueOn } = limitOfNew(day('2026-09-30'), null, listedHolidays);
    expect(dueOn).toBe('2026-10-08');
  });

  test('say that they are provisional where a year has no list of holidays, unless the source stated them', () => {
    const limited = (issuedOn: string, stated: string | null = null) => {
      const limit = limitOfNew(day(issuedOn), stated === null ? null : day(stated), listedHolidays);
      return isLimitProvisional({ ...limit, state: 'ISSUED', issuedOn: day(issuedOn) }, listedHolidays);
    };
    expect(limited('2024-09-30')).toBe(true);
    expect(limited('2026-12-31')).toBe(true);
    expect(limited('2026-09-30')).toBe(false);
    expect(limited('2024-09-30', '2024-10-08')).toBe(false);
    const later = { dueOn: day('2025-03-03'), dueBasis: 'CONFIGURED', state: 'RECEIVED' } as const;
    expect(isLimitProvisional({ ...later, issuedOn: day('2024-12-31') }, listedHolidays)).toBe(false);
  });

  test('give way to what the source states, at every step', () => {
    const stated = limitOfNew(day('2026-03-02'), day('2026-04-01'), listedHolidays);
    const step = { from: 'ISSUED', to: 'RECEIVED', isUntrue: false, today: day('2026-03-03') } as const;
    expect(limitAfter(stated, step, listedHolidays)).toBe(stated);
  });

  test('are not made longer by another assignee, and shorter for what proved untrue', () => {
    const limit = { dueOn: day('2026-03-09'), dueBasis: 'CONFIGURED' } as const;
    const today = day('2026-03-06');
    const dueAfter = (from: string, to: string, isUntrue = false) =>
      limitAfter(limit, { from: from as 'ASSIGNED', to: to as 'ASSIGNED', isUntrue, today }, listedHolidays)
        .dueOn;
    expect(dueAfter('VERIFYING', 'ASSIGNED')).toBe('2026-03-09');
    expect(dueAfter('ASSIGNED', 'VERIFYING')).toBe('2026-03-09');
    expect(dueAfter('VERIFYING', 'RECEIVED')).toBe('2026-03-09');
    expect(dueAfter('VERIFYING', 'CONCLUDED')).toBe('2026-03-20');
    expect(dueAfter('VERIFYING', 'CONCLUDED', true)).toBe('2026-03-10');
  });
});

describe('One person on two sites (YD-01)', () => {
  const punch = (text: string) => {
    const [projectCode, direction, time] = text.split(' ');
    const occurredAt = new Date(`2026-03-02T${time}:00+08:00`);
    return { projectCode: projectCode!, direction: direction as 'IN' | 'OUT', occurredAt };
  };
  test.each([
    ['stays that overlap', ['A IN 08:00', 'B IN 09:00', 'B OUT 10:00', 'A OUT 17:00'], 'A B'],
    [
      'a stay that begins before another ends',
      ['B IN 08:00', 'B OUT 12:00', 'A IN 11:00', 'A OUT 17:00'],
      'B A',
    ],
    ['one after the other', ['A IN 08:00', 'A OUT 11:00', 'B IN 13:00', 'B OUT 17:00'], null],
    ['stays that touch', ['A IN 08:00', 'A OUT 12:00', 'B IN 12:00', 'B OUT 17:00'], null],
    ['an entry without exit inside another stay', ['A IN 08:00', 'B IN 09:00', 'A OUT 17:00'], 'A B'],
    ['an entry without exit, and another site after it', ['A IN 08:00', 'B IN 09:00', 'B OUT 17:00'], null],
    ['an exit alone inside another stay', ['A IN 08:00', 'B OUT 09:00', 'A OUT 17:00'], 'A B'],
    ['two punches of one instant', ['A IN 08:00', 'B IN 08:00'], 'A B'],
    [
      'a second entry, which does not begin a new stay',
      ['A IN 08:00', 'A IN 12:00', 'B IN 09:00', 'B OUT 10:00', 'A OUT 17:00'],
      'A B',
    ],
    [
      'a gap in which the person was elsewhere',
      ['A IN 08:00', 'A OUT 11:00', 'B IN 11:30', 'B OUT 12:30', 'A IN 13:00', 'A OUT 17:00'],
      null,
    ],
    ['one project alone', ['A IN 08:00', 'A OUT 11:00'], null],
  ])('%s', (_what, texts, expected) => {
    const found = onePersonTwoSites(texts.map(punch));
    expect(found && `${found.earlier} ${found.later}`).toBe(expected);
  });

  test('is found whatever the order of the punches', () => {
    const punches = ['A IN 08:00', 'B IN 09:00', 'B OUT 10:00', 'A OUT 17:00', 'C IN 18:00'].map(punch);
    fc.assert(
      fc.property(fc.shuffledSubarray(punches, { minLength: punches.length }), (shuffled) => {
        expect(onePersonTwoSites(shuffled)).toEqual({ earlier: 'A', later: 'B' });
      }),
    );
  });
});
