import { describe, expect, test } from '@jest/globals';
import { frozenClock, systemClock } from '../../kernel/clock.ts';
import { Fault, faults } from '../../kernel/faults.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import { BadInput } from '../../kernel/refusals.ts';

describe('Errors', () => {
  test('bad input tells the code, the field, what was expected and how to repair it', () => {
    const error = new BadInput('DATE_MALFORMED', 'expected a day', {
      path: ['input', 'records', 3, 'on'],
      expected: 'YYYY-MM-DD',
      remedy: 'send a day',
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.extensions).toEqual({
      code: 'DATE_MALFORMED',
      field: ['input', 'records', 3, 'on'],
      expected: 'YYYY-MM-DD',
      remedy: 'send a day',
    });
    expect(new BadInput('X', 'x').extensions).toEqual({ code: 'X' });
  });

  test('every fault of the catalogue carries its own name as code and an HTTP status of an error', () => {
    for (const [code, make] of Object.entries(faults)) {
      const fault = make('banking');
      expect(fault).toBeInstanceOf(Fault);
      expect(fault.code).toBe(code);
      expect(fault.httpStatus).toBeGreaterThanOrEqual(400);
      expect(fault.extensions).toEqual({ code, http: { status: fault.httpStatus } });
      expect(fault.message).toMatch(/^[a-z]/);
    }
  });

  test('a fault keeps the error that led to it, outside of what the caller sees', () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.1');
    const fault = faults.UPSTREAM_UNAVAILABLE('banking').because(cause);
    expect(fault.cause).toBe(cause);
    expect(JSON.stringify(fault.extensions) + fault.message).not.toContain('10.0.0.1');
  });
});

describe('Record ids and clocks', () => {
  test('a record id is a UUID of version 7 that carries its instant and sorts by it', () => {
    const at = new Date('2026-01-05T07:31:30.123+08:00');
    const id = newRecordId(at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
    expect(newRecordId(new Date(at.getTime() + 1)) > id).toBe(true);
    expect(new Set(Array.from({ length: 2000 }, () => newRecordId(at))).size).toBe(2000);
  });

  test('the same instant and the same randomness give the same id', () => {
    const random = (length: number) => new Uint8Array(length).fill(9);
    expect(newRecordId(new Date(0), random)).toBe(newRecordId(new Date(0), random));
  });

  test('a frozen clock stands, and nobody can push it by what it gave out', () => {
    const at = new Date('2026-01-05T07:31:30+08:00');
    const clock = frozenClock(at);
    clock.now().setFullYear(1999);
    at.setFullYear(1999);
    expect(clock.now()).toEqual(new Date('2026-01-04T23:31:30Z'));
    expect(() => frozenClock(new Date('never'))).toThrow(RangeError);
  });

  test('the system clock goes with the machine', () => {
    const before = Date.now();
    const now = systemClock.now().getTime();
    expect(now >= before && now <= Date.now()).toBe(true);
  });
});
