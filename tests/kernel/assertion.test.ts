import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AssertionCheck,
  assertionMemory,
  type Claims,
  checkAssertion,
  makeAssertion,
} from '../../kernel/assertion.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { hmacSm3, sm3Hex } from '../../kernel/crypto/sm3.ts';

const key = Buffer.alloc(32, 3);
const body = '{"query":"{ projects { code } }"}';
const IAT = 1_767_600_000;
const at = (seconds: number) => new Date((IAT + seconds) * 1000);

function claims(change: Partial<Claims> = {}): Claims {
  return {
    v: 1,
    subgraph: 'banking',
    jti: '0190c0de-0000-7000-8000-000000000001',
    iat: IAT,
    exp: IAT + 30,
    body: sm3Hex(body),
    caller: hubCaller('test'),
    clear: ['GENERAL', 'PERSONAL'],
    asOf: '2026-01-05T07:31:30+08:00',
    withEvidence: true,
    requestId: 'r-1',
    ...change,
  };
}

function check(change: Partial<AssertionCheck> = {}): AssertionCheck {
  return { key, subgraph: 'banking', now: at(1), remembered: assertionMemory(10), ...change };
}

const fault = (code: string) => expect.objectContaining({ code });
const sealed = (said: object) => {
  const text = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${text}.${hmacSm3(key, text).toString('base64url')}`;
};

describe('The assertion about the caller', () => {
  test('what was asserted is what the subgraph reads', () => {
    expect(checkAssertion(makeAssertion(claims(), key), body, check())).toEqual(claims());
  });

  test('so it is when others were made since, as by another process', () => {
    const [first, second] = ['1', '2'].map((last) =>
      claims({ jti: `0190c0de-0000-7000-8000-00000000000${last}` }),
    );
    const texts = [first!, second!].map((one) => makeAssertion(one, key));
    const both = check();
    expect(texts.map((text) => checkAssertion(text, body, both))).toEqual([first, second]);
    // The last one's body under the seal of the one before.
    const mixed = `${texts[1]!.split('.')[0]}.${texts[0]!.split('.')[1]}`;
    expect(() => checkAssertion(mixed, body, check())).toThrow(fault('ASSERTION_INVALID'));
    expect(() => checkAssertion(texts[1]!, body, check({ key: Buffer.alloc(32, 4) }))).toThrow(
      fault('ASSERTION_INVALID'),
    );
  });

  test('it holds for one subgraph, one body and one key', () => {
    const text = makeAssertion(claims(), key);
    const invalid = fault('ASSERTION_INVALID');
    expect(() => checkAssertion(text, body, check({ subgraph: 'housing' }))).toThrow(invalid);
    expect(() => checkAssertion(text, `${body} `, check())).toThrow(invalid);
    expect(() => checkAssertion(text, body, check({ key: Buffer.alloc(32, 4) }))).toThrow(invalid);
  });

  test('it is used once', () => {
    const once = check();
    const text = makeAssertion(claims(), key);
    checkAssertion(text, body, once);
    expect(() => checkAssertion(text, body, once)).toThrow(fault('ASSERTION_REPLAYED'));
  });

  test('it lives from its making to its end, at most a minute, by the clock it is given', () => {
    const text = makeAssertion(claims(), key);
    expect(checkAssertion(text, body, check({ now: at(29.999) })).jti).toBe(claims().jti);
    expect(() => checkAssertion(text, body, check({ now: at(30) }))).toThrow(fault('ASSERTION_EXPIRED'));
    expect(checkAssertion(text, body, check({ now: at(-5) })).jti).toBe(claims().jti);
    expect(() => checkAssertion(text, body, check({ now: at(-6) }))).toThrow(fault('ASSERTION_INVALID'));
    expect(() => makeAssertion(claims({ exp: IAT + 61 }), key)).toThrow(RangeError);
    expect(() => checkAssertion(sealed(claims({ exp: IAT + 61 })), body, check())).toThrow(
      fault('ASSERTION_INVALID'),
    );
  });

  test('any flipped bit is refused', () => {
    const text = makeAssertion(claims(), key);
    for (let place = 0; place < text.length; place += 1) {
      const altered = Buffer.from(text);
      altered[place]! ^= 1;
      expect(() => checkAssertion(altered.toString('latin1'), body, check())).toThrow(
        fault('ASSERTION_INVALID'),
      );
    }
  });

  test('whatever text comes, the answer is the fault and nothing else', () => {
    const strange = fc.oneof(fc.string(), fc.base64String(), fc.constantFrom('', '.', 'a.', '.a', 'e30.e30'));
    fc.assert(
      fc.property(strange, (text) => {
        expect(() => checkAssertion(text, body, check())).toThrow(fault('ASSERTION_INVALID'));
      }),
    );
  });

  test('a well sealed text of another shape is refused: version, unknown property, missing caller', () => {
    const { caller, ...anonymous } = claims();
    const shapes = [
      { ...claims(), v: 2 },
      { ...claims(), admin: true },
      anonymous,
      { ...claims(), caller: { ...caller, kind: 'ROOT' } },
    ];
    for (const shape of shapes)
      expect(() => checkAssertion(sealed(shape), body, check())).toThrow(fault('ASSERTION_INVALID'));
  });

  test('filling after the seal, as lenient decoders accept it, is refused', () => {
    const text = makeAssertion(claims(), key);
    for (const tail of ['=', ' ', '\n', '.', 'A'])
      expect(() => checkAssertion(text + tail, body, check())).toThrow(fault('ASSERTION_INVALID'));
  });
});

describe('The memory of used assertions', () => {
  test('full means closed, and room returns when ids expire', () => {
    const memory = assertionMemory(2);
    memory.remember('a', 10, 0);
    memory.remember('b', 20, 0);
    expect(() => memory.remember('c', 20, 0)).toThrow(fault('ASSERTION_MEMORY_FULL'));
    expect(() => memory.remember('a', 10, 9.9)).toThrow(fault('ASSERTION_REPLAYED'));
    memory.remember('c', 20, 10);
    expect(memory.size).toBe(2);
  });

  test('a clock that steps back brings no forgotten id to life', () => {
    const memory = assertionMemory(5);
    memory.remember('a', 10, 0);
    memory.remember('b', 40, 30);
    expect(memory.size).toBe(1);
    expect(() => memory.remember('a', 10, 5)).toThrow(fault('ASSERTION_EXPIRED'));
  });

  test('an assertion that is refused for another reason takes no place', () => {
    const remembered = assertionMemory(1);
    const text = makeAssertion(claims(), key);
    expect(() => checkAssertion(text, 'other', check({ remembered }))).toThrow(fault('ASSERTION_INVALID'));
    expect(remembered.size).toBe(0);
  });
});
