import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { derivedKeyring, memoryKeyring } from '../../kernel/keyring.ts';
import { type SealedPlace, sealer } from '../../kernel/sealing.ts';

const keyring = memoryKeyring(Buffer.alloc(32, 7));
const banking = sealer(keyring, 'banking');
const place: SealedPlace = { dataset: 'wage_card', column: 'card_number', recordId: 'r1' };
const card = '6228480000000000000';
const refused = (code: string) => expect.objectContaining({ code });
const invalid = refused('SEALED_VALUE_INVALID');

describe('Sealed columns', () => {
  test('every text opens again where it was sealed', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(word, word, word, word, (plain, dataset, column, recordId) => {
        const there = { dataset, column, recordId };
        expect(banking.open(banking.seal(plain, there), there)).toBe(plain);
      }),
    );
  });

  test('any flipped bit, any missing or added byte is refused', () => {
    const sealed = banking.seal(card, place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => banking.open(altered, place)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(SEALED_VALUE_INVALID|KEY_UNKNOWN)$/) }),
      );
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => banking.open(sealed.subarray(0, length), place)).toThrow(invalid);
    expect(() => banking.open(Buffer.concat([sealed, Buffer.from([0])]), place)).toThrow(invalid);
  });

  test('a value moved to another row, column, dataset or subgraph is refused', () => {
    const sealed = banking.seal(card, place);
    const elsewhere = [{ recordId: 'r2' }, { column: 'account_number' }, { dataset: 'special_wage_account' }];
    for (const change of elsewhere)
      expect(() => banking.open(sealed, { ...place, ...change })).toThrow(invalid);
    expect(() => sealer(keyring, 'provincial').open(sealed, place)).toThrow(invalid);
  });

  test('places whose words run together differ', () => {
    const sealed = banking.seal(card, { dataset: 'ab', column: 'c', recordId: 'r' });
    expect(() => banking.open(sealed, { dataset: 'a', column: 'bc', recordId: 'r' })).toThrow(invalid);
    expect(() => banking.open(sealed, { dataset: 'ab', column: 'cr', recordId: '' })).toThrow(invalid);
  });

  test('sealing twice gives two values, neither holding the text nor its index', () => {
    const [first, second] = [banking.seal(card, place), banking.seal(card, place)];
    expect(first.equals(second)).toBe(false);
    for (const sealed of [first, second])
      expect(sealed.includes(card) || sealed.includes(banking.index(card, 'card'))).toBe(false);
  });

  test('a refusal names the column and never the text', () => {
    const sealed = banking.seal(card, place);
    expect(() => banking.open(sealed, { ...place, recordId: 'r2' })).toThrow(
      'the sealed value at wage_card.card_number was altered or belongs elsewhere',
    );
  });

  test('text that Unicode cannot hold is refused instead of changed', () => {
    expect(() => banking.seal('\ud800', place)).toThrow(refused('TEXT_MALFORMED'));
  });

  test('after a rotation the old values open and new ones carry the new key', () => {
    const masters = [
      { id: 'a', secret: Buffer.alloc(32, 1) },
      { id: 'b', secret: Buffer.alloc(32, 2) },
    ];
    const before = sealer(derivedKeyring(masters.slice(0, 1)), 'banking');
    const after = sealer(derivedKeyring(masters), 'banking');
    const sealed = before.seal(card, place);
    expect(after.open(sealed, place)).toBe(card);
    expect(() => before.open(after.seal(card, place), place)).toThrow(refused('KEY_UNKNOWN'));
    expect(after.index(card, 'card')).toEqual(before.index(card, 'card'));
  });
});

describe('The blind index', () => {
  test('equal texts of one kind are found in one subgraph only', () => {
    const index = banking.index(card, 'card');
    expect(index).toHaveLength(32);
    expect(sealer(memoryKeyring(Buffer.alloc(32, 7)), 'banking').index(card, 'card')).toEqual(index);
    expect(banking.index(card, 'account')).not.toEqual(index);
    expect(banking.index('6227000000000000003', 'card')).not.toEqual(index);
    expect(sealer(keyring, 'provincial').index(card, 'card')).not.toEqual(index);
    expect(sealer(memoryKeyring(Buffer.alloc(32, 8)), 'banking').index(card, 'card')).not.toEqual(index);
  });

  test('kind and text do not run together', () => {
    expect(banking.index('bc', 'a')).not.toEqual(banking.index('c', 'ab'));
  });
});

describe('The keyring', () => {
  test('names and purposes have keys of their own, the same object each time', () => {
    const keys = ['seal/banking', 'index/banking', 'seal/housing'].flatMap((name) => [
      keyring.secret(name).toString('hex'),
      keyring.current(name).key.toString('hex'),
    ]);
    expect(new Set(keys).size).toBe(6);
    expect(keyring.secret('index/banking')).toBe(keyring.secret('index/banking'));
    expect(keyring.byId('seal/banking', keyring.current('seal/banking').id)).toBe(
      keyring.current('seal/banking').key,
    );
  });

  test('an unknown key id is a fault, and a weak or doubled master is not taken', () => {
    expect(() => keyring.byId('seal/banking', '2')).toThrow(refused('KEY_UNKNOWN'));
    const unsafe = refused('KEYRING_UNSAFE');
    expect(() => derivedKeyring([])).toThrow(unsafe);
    expect(() => memoryKeyring(Buffer.alloc(31))).toThrow(unsafe);
    const one = { id: '1', secret: Buffer.alloc(32) };
    expect(() => derivedKeyring([one, one])).toThrow(unsafe);
    expect(() => derivedKeyring([{ ...one, id: 'not an id' }])).toThrow(unsafe);
  });
});
