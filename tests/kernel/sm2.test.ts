import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  derOfRawSignature,
  generateSm2KeyPair,
  rawOfDerSignature,
  readSm2PrivateKey,
  readSm2PublicKey,
  sm2Pem,
  sm2PublicKeyOf,
  sm2RawPublicKey,
  sm2Sign,
  sm2Verify,
  sm2Z,
} from '../../kernel/crypto/sm2.ts';

interface ReferenceSm2 {
  doSignature(message: string, key: string, options: object): string;
  doVerifySignature(message: string, signature: string, publicKey: string, options: object): boolean;
}
const { sm2: reference } = createRequire(import.meta.url)('sm-crypto') as { sm2: ReferenceSm2 };
const STANDARD = { hash: true, der: true, userId: '1234567812345678' };

// The example of GB/T 32918.5.
const annex = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const pair = generateSm2KeyPair();
const hexPrivate = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(36, 68).toString('hex');
const hexPublic = `04${sm2RawPublicKey(pair.publicKey).toString('hex')}`;

describe('SM2 (GB/T 32918)', () => {
  test('Z of the example key is that of the standard, from the private and from the public key', () => {
    const privateKey = readSm2PrivateKey(Buffer.from(annex.privateKey, 'hex'));
    const z = 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3';
    expect(sm2Z(privateKey).toString('hex')).toBe(z);
    expect(sm2Z(sm2PublicKeyOf(privateKey)).toString('hex')).toBe(z);
    expect(sm2RawPublicKey(sm2PublicKeyOf(privateKey)).toString('hex')).toBe(annex.publicKey);
  });

  test('the signature printed in the standard verifies', () => {
    const publicKey = readSm2PublicKey(Buffer.from(annex.publicKey, 'hex'));
    const signature = derOfRawSignature(Buffer.from(annex.signature, 'hex'));
    expect(sm2Verify('message digest', signature, publicKey)).toBe(true);
    expect(sm2Verify('message digesT', signature, publicKey)).toBe(false);
  });

  test('a signature holds for its message, key and user id only', () => {
    const signature = sm2Sign('工资', pair.privateKey);
    expect(sm2Verify(Buffer.from('工资'), signature, pair.publicKey)).toBe(true);
    expect(sm2Verify('工資', signature, pair.publicKey)).toBe(false);
    expect(sm2Verify('工资', signature, generateSm2KeyPair().publicKey)).toBe(false);
    expect(sm2Verify('工资', signature, pair.publicKey, 'ALICE123@YAHOO.COM')).toBe(false);
    const other = sm2Sign('工资', pair.privateKey, 'ALICE123@YAHOO.COM');
    expect(sm2Verify('工资', other, pair.publicKey, 'ALICE123@YAHOO.COM')).toBe(true);
    expect(sm2Verify('工资', other, pair.publicKey)).toBe(false);
  });

  test('any flipped bit of a signature, any byte more or less, is refused without an error', () => {
    const signature = sm2Sign('m', pair.privateKey);
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const altered = Buffer.from(signature);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(sm2Verify('m', altered, pair.publicKey)).toBe(false);
    }
    expect(sm2Verify('m', Buffer.concat([signature, Buffer.from([0])]), pair.publicKey)).toBe(false);
    expect(sm2Verify('m', signature.subarray(0, -1), pair.publicKey)).toBe(false);
    expect(sm2Verify('m', Buffer.alloc(0), pair.publicKey)).toBe(false);
  });

  test('the reference library accepts our signatures and we accept its', () => {
    for (const message of ['', 'message digest', '桂薪 数据交换 🏗', 'x'.repeat(10_000)]) {
      const ours = sm2Sign(message, pair.privateKey).toString('hex');
      expect(reference.doVerifySignature(message, ours, hexPublic, STANDARD)).toBe(true);
      expect(reference.doVerifySignature(`${message}!`, ours, hexPublic, STANDARD)).toBe(false);
      const theirs = reference.doSignature(message, hexPrivate, STANDARD);
      expect(sm2Verify(message, Buffer.from(theirs, 'hex'), pair.publicKey)).toBe(true);
    }
  });

  test('the reference library accepts our raw form r‖s and we convert its', () => {
    const raw = { ...STANDARD, der: false };
    const ours = rawOfDerSignature(sm2Sign('raw', pair.privateKey)).toString('hex');
    expect(reference.doVerifySignature('raw', ours, hexPublic, raw)).toBe(true);
    const theirs = derOfRawSignature(Buffer.from(reference.doSignature('raw', hexPrivate, raw), 'hex'));
    expect(sm2Verify('raw', theirs, pair.publicKey)).toBe(true);
  });
});

describe('SM2 keys', () => {
  test('a key survives PEM, DER and raw form', () => {
    const privateAgain = readSm2PrivateKey(sm2Pem(pair.privateKey));
    const publicAgain = [
      readSm2PublicKey(sm2Pem(pair.publicKey)),
      readSm2PublicKey(pair.publicKey.export({ type: 'spki', format: 'der' })),
      readSm2PublicKey(sm2RawPublicKey(pair.publicKey)),
      readSm2PublicKey(Buffer.from(hexPublic, 'hex')),
      sm2PublicKeyOf(readSm2PrivateKey(Buffer.from(hexPrivate, 'hex'))),
    ];
    for (const key of publicAgain) expect(sm2Verify('m', sm2Sign('m', privateAgain), key)).toBe(true);
  });

  test('a key of another curve, a point off the curve and nonsense are refused as bad input', () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const wrong: (() => unknown)[] = [
      () => readSm2PublicKey(p256.publicKey.export({ type: 'spki', format: 'der' })),
      () => readSm2PublicKey(p256.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
      () => readSm2PrivateKey(p256.privateKey.export({ type: 'pkcs8', format: 'der' })),
      () => readSm2PublicKey(Buffer.alloc(64, 1)),
      () => readSm2PrivateKey(Buffer.alloc(32)),
      () => readSm2PrivateKey('not a key'),
      () => readSm2PublicKey(Buffer.alloc(0)),
    ];
    for (const read of wrong) expect(read).toThrow(expect.objectContaining({ code: 'SM2_KEY_INVALID' }));
  });

  test('a key the runtime would use for ECDSA is never signed with', () => {
    const generated = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    expect(() => sm2Sign('m', generated.privateKey)).toThrow(TypeError);
    expect(() => sm2Verify('m', Buffer.alloc(70), generated.publicKey)).toThrow(TypeError);
  });
});

describe('Signature forms', () => {
  test('raw to DER and back is the same for every r and s', () => {
    const number = fc.uint8Array({ minLength: 64, maxLength: 64 });
    const leadingZeros = fc.tuple(number, fc.nat(40)).map(([raw, zeros]) => raw.fill(0, 0, zeros));
    fc.assert(
      fc.property(fc.oneof(number, leadingZeros), (raw) => {
        expect(rawOfDerSignature(derOfRawSignature(raw))).toEqual(Buffer.from(raw));
      }),
    );
  });

  test('any DER but the one form is refused, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => rawOfDerSignature(bytes)).toThrow(
          expect.objectContaining({ code: 'SM2_SIGNATURE_MALFORMED' }),
        );
      }),
    );
    const longForm = Buffer.from('30810602010102010a', 'hex');
    const paddedInteger = Buffer.from('3007020200010201ff', 'hex');
    for (const der of [longForm, paddedInteger]) expect(() => rawOfDerSignature(der)).toThrow('expected');
    expect(() => derOfRawSignature(Buffer.alloc(63))).toThrow('64 bytes');
  });
});

const hasOpenssl = spawnSync('openssl', ['list', '-digest-algorithms'], {
  encoding: 'utf8',
}).stdout?.includes('SM3');
(hasOpenssl ? describe : describe.skip)('SM2 against the openssl command line', () => {
  let folder = '';
  const path = (name: string) => join(folder, name);
  const options = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
  const openssl = (...args: string[]) =>
    spawnSync('openssl', ['pkeyutl', ...args, ...options], { encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-sm2-'));
    writeFileSync(path('private.pem'), sm2Pem(pair.privateKey));
    writeFileSync(path('public.pem'), sm2Pem(pair.publicKey));
    writeFileSync(path('message'), '考勤 attendance');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('openssl accepts our signature under the default user id and refuses another message', () => {
    writeFileSync(path('ours'), sm2Sign('考勤 attendance', pair.privateKey));
    const verify = () =>
      openssl(
        '-verify',
        '-pubin',
        '-inkey',
        path('public.pem'),
        '-in',
        path('message'),
        '-sigfile',
        path('ours'),
      );
    expect(verify().status).toBe(0);
    writeFileSync(path('ours'), sm2Sign('考勤 attendancE', pair.privateKey));
    expect(verify().status).not.toBe(0);
  });

  test('we accept a signature openssl made', () => {
    const made = spawnSync(
      'openssl',
      ['pkeyutl', '-sign', '-inkey', path('private.pem'), '-in', path('message'), ...options],
      { encoding: 'buffer' },
    );
    expect(made.status).toBe(0);
    expect(sm2Verify('考勤 attendance', made.stdout, pair.publicKey)).toBe(true);
    expect(sm2Verify('考勤', made.stdout, pair.publicKey)).toBe(false);
  });
});
