import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hmacSm3, hmacSm3Key, sm3, sm3Hex } from '../../kernel/crypto/sm3.ts';
import { sm4CtrOpener, sm4Decrypt, sm4Encrypt } from '../../kernel/crypto/sm4.ts';

interface Reference {
  sm3(text: string, options?: { mode: 'hmac'; key: string }): string;
  sm4: {
    encrypt(text: number[], key: string, options?: object): string;
    decrypt(text: string, key: string, options: object): number[];
  };
}
const reference = createRequire(import.meta.url)('sm-crypto') as Reference;
const BLOCK = '0123456789abcdeffedcba9876543210';
const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('SM3 (GB/T 32905)', () => {
  test('the digests of the standard', () => {
    expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3Hex('abcd'.repeat(16))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
    expect(sm3('abc').toString('hex')).toBe(sm3Hex(Buffer.from('abc')));
  });

  test('the reference library gives the same digest and the same HMAC of every text', () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), key, (text, secret) => {
        expect(sm3Hex(text)).toBe(reference.sm3(text));
        const hex = Buffer.from(secret).toString('hex');
        expect(hmacSm3(secret, text).toString('hex')).toBe(reference.sm3(text, { mode: 'hmac', key: hex }));
      }),
      { numRuns: 60 },
    );
  });

  test('HMAC with prepared pads equals the runtime, for short and long messages and keys', () => {
    for (const keyLength of [0, 1, 32, 63, 64, 65, 200]) {
      const key = Buffer.alloc(keyLength, 0xa5);
      for (const length of [0, 1, 55, 64, 4095, 4096, 4097, 100_000]) {
        const data = Buffer.alloc(length, 'é');
        const expected = createHmac('sm3', key).update(data).digest();
        expect(hmacSm3(key, data)).toEqual(expected);
        expect(hmacSm3(hmacSm3Key(key), data)).toEqual(expected);
      }
      const text = '薪'.repeat(4097);
      expect(hmacSm3(key, text)).toEqual(createHmac('sm3', key).update(text).digest());
    }
  });

  const hasOpenssl = spawnSync('openssl', ['dgst', '-sm3'], { input: '' }).status === 0;
  (hasOpenssl ? test : test.skip)('the openssl command line gives the same digest', () => {
    const input = Buffer.alloc(5000, 'wage');
    const made = spawnSync('openssl', ['dgst', '-sm3', '-binary'], { input });
    expect(sm3(input)).toEqual(made.stdout);
  });
});

describe('SM4 (GB/T 32907)', () => {
  test('the block of the standard', () => {
    const setting = { mode: 'ecb', key: bytes(BLOCK), padding: false } as const;
    const enciphered = sm4Encrypt(bytes(BLOCK), setting);
    expect(enciphered.toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    expect(sm4Decrypt(enciphered, setting).toString('hex')).toBe(BLOCK);
  });

  test('the reference library deciphers what we encipher and the other way round, in ECB and CBC', () => {
    const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), sixteen, sixteen, (plain, key, iv) => {
        const [hexKey, hexIv] = [Buffer.from(key).toString('hex'), Buffer.from(iv).toString('hex')];
        const cases = [
          { ours: { mode: 'ecb', key } as const, theirs: {} },
          { ours: { mode: 'cbc', key, iv } as const, theirs: { mode: 'cbc', iv: hexIv } },
        ];
        for (const { ours, theirs } of cases) {
          const enciphered = sm4Encrypt(plain, ours).toString('hex');
          expect(enciphered).toBe(reference.sm4.encrypt([...plain], hexKey, theirs));
          expect(sm4Decrypt(bytes(enciphered), ours)).toEqual(Buffer.from(plain));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('CTR is the enciphered counter over the text, built here from the reference library', () => {
    const iv = bytes('000102030405060708090a0b0c0dfffe');
    const counters = [
      '000102030405060708090a0b0c0dfffe',
      '000102030405060708090a0b0c0dffff',
      '000102030405060708090a0b0c0e0000',
    ];
    const stream = counters
      .map((block) => reference.sm4.encrypt([...bytes(block)], BLOCK, { padding: 'none' }))
      .join('');
    const plain = Buffer.from('桂薪数据交换枢纽 forty bytes');
    const expected = plain.map((byte, place) => byte ^ bytes(stream)[place]!);
    expect(sm4Encrypt(plain, { mode: 'ctr', key: bytes(BLOCK), iv })).toEqual(Buffer.from(expected));
    expect(sm4Decrypt(expected, { mode: 'ctr', key: bytes(BLOCK), iv })).toEqual(plain);
  });

  test('a key or counter block of another length is refused', () => {
    expect(() =>
      sm4Encrypt(Buffer.alloc(16), { mode: 'ctr', key: Buffer.alloc(15), iv: Buffer.alloc(16) }),
    ).toThrow();
    expect(() =>
      sm4Encrypt(Buffer.alloc(16), { mode: 'ctr', key: Buffer.alloc(16), iv: Buffer.alloc(12) }),
    ).toThrow();
    expect(() =>
      sm4Encrypt(Buffer.alloc(15), { mode: 'ecb', key: Buffer.alloc(16), padding: false }),
    ).toThrow();
  });
});

describe('The opener of texts in CTR mode', () => {
  const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
  const open = sm4CtrOpener(key);

  test.each([0, 1, 15, 16, 17, 31, 32, 33, 100, 1_000])('opens what was enciphered, %i bytes', (length) => {
    for (let turn = 0; turn < 20; turn++) {
      const [plain, iv] = [randomBytes(length), randomBytes(16)];
      expect(open(sm4Encrypt(plain, { mode: 'ctr', key, iv }), iv)).toEqual(plain);
    }
  });

  test.each([
    '00000000000000000000000000ffffff',
    'ffffffffffffffffffffffffffffffff',
    '00ffffffffffffffffffffffffffffff',
  ])('counts on over %s as the runtime does', (counter) => {
    const iv = Buffer.from(counter, 'hex');
    const plain = randomBytes(80);
    expect(open(sm4Encrypt(plain, { mode: 'ctr', key, iv }), iv)).toEqual(plain);
    expect(iv.toString('hex')).toBe(counter);
  });
});
