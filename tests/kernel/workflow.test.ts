import { describe, expect, test } from '@jest/globals';
import { everywhere, workflow } from '../../kernel/workflow.ts';

const DOOR = {
  OPEN: { close: 'CLOSED' },
  CLOSED: { open: 'OPEN', lock: 'LOCKED' },
  LOCKED: { unlock: 'CLOSED' },
} as const;
const door = workflow(DOOR, { initial: 'OPEN', ends: ['LOCKED'] });

// The shape of a life cycle of the duty kind: a line with returns, a side move that stays, a withdrawal from everywhere.
const LIFT_STATES = ['REPORTED', 'ASSIGNED', 'REPAIRING', 'REPAIRED', 'INSPECTED'] as const;
const lift = workflow(
  everywhere(
    {
      REPORTED: { assign: 'ASSIGNED' },
      ASSIGNED: { start: 'REPAIRING', sendBack: 'REPORTED', assign: 'ASSIGNED' },
      REPAIRING: { finish: 'REPAIRED', requestExtension: 'REPAIRING', decideExtension: 'REPAIRING' },
      REPAIRED: { inspect: 'INSPECTED', refuse: 'REPAIRING' },
      INSPECTED: { archive: 'CLOSED' },
      CLOSED: { reopen: 'REPAIRING' },
      VOIDED: {},
    },
    LIFT_STATES,
    { withdraw: 'VOIDED' },
  ),
  { initial: 'REPORTED', ends: ['CLOSED', 'VOIDED'] },
);

describe('A workflow is a table', () => {
  test('a door closes before it locks', () => {
    expect(door.next('OPEN', 'lock')).toBeUndefined();
    expect(door.next('OPEN', 'close')).toBe('CLOSED');
    expect(door.next('CLOSED', 'lock')).toBe('LOCKED');
    expect(door.allowedEvents('CLOSED')).toEqual(['open', 'lock']);
    expect([door.initial, ...door.states]).toEqual(['OPEN', 'OPEN', 'CLOSED', 'LOCKED']);
  });

  test('a lift under repair: returns, moves that stay, a withdrawal from every open state, a reopening', () => {
    expect(lift.next('REPAIRED', 'refuse')).toBe('REPAIRING');
    expect(lift.next('REPAIRING', 'requestExtension')).toBe('REPAIRING');
    for (const state of LIFT_STATES) expect(lift.next(state, 'withdraw')).toBe('VOIDED');
    expect(lift.next('CLOSED', 'withdraw')).toBeUndefined();
    expect(lift.next('CLOSED', 'reopen')).toBe('REPAIRING');
    expect(lift.allowedEvents('VOIDED')).toEqual([]);
    expect(lift.allowedEvents('ASSIGNED')).toEqual(['start', 'sendBack', 'assign', 'withdraw']);
  });

  test('every allowed event leads somewhere and every other one nowhere', () => {
    const events = [...new Set(lift.states.flatMap((state) => lift.allowedEvents(state)))];
    for (const state of lift.states)
      for (const event of events)
        expect(lift.next(state, event) !== undefined).toBe(lift.allowedEvents(state).includes(event));
  });

  test('names every object has are no events', () => {
    const strange = 'constructor' as 'open';
    expect(door.next('OPEN', strange)).toBeUndefined();
    expect(door.next('toString' as 'OPEN', 'close')).toBeUndefined();
  });

  test('a state that is never reached stops the definition', () => {
    expect(() => workflow({ A: { go: 'B' }, B: {}, LOST: { go: 'B' } }, { initial: 'A' })).toThrow(
      'LOST is never reached',
    );
  });

  test('a trap, where ends are given, stops the definition', () => {
    const trap = { A: { go: 'B', fall: 'PIT' }, B: {}, PIT: { turn: 'PIT' } } as const;
    expect(() => workflow(trap, { initial: 'A', ends: ['B'] })).toThrow('PIT leads to no end');
    expect(workflow(trap, { initial: 'A' }).next('A', 'fall')).toBe('PIT');
  });

  test('a target that is no state is a type error and stops the definition, all problems together', () => {
    const wrong = () =>
      // @ts-expect-error: CLOZED is not a row of the table
      workflow({ OPEN: { close: 'CLOZED' }, CLOSED: { open: 'OPEN' } }, { initial: 'OPEN' });
    expect(wrong).toThrow('CLOZED is not a state; CLOSED is never reached');
  });
});
