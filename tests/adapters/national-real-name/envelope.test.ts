import { describe, expect, test } from '@jest/globals';
import { checkTimestamp } from '../../../adapters/national-real-name/call-time.ts';
import { fieldCipher } from '../../../adapters/national-real-name/cipher.ts';
import { readEnvelope } from '../../../adapters/national-real-name/envelope.ts';
import { isSameSignature, signatureOf } from '../../../adapters/national-real-name/sign.ts';
import { FORM, form, golden } from './golden.ts';

const sent = { ...golden.fields, sign: golden.sign };
const read = (body: Buffer, type: string | undefined = FORM) => readEnvelope(type, body);
const codeOf = (work: () => unknown): number | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: number }).code;
  }
};

describe('The golden vectors of the notes', () => {
  test('the signature of the golden message', () => {
    expect(signatureOf(read(form(sent)).signed, golden.secret)).toBe(golden.sign);
  });

  test('corpsign is part of the signature', () => {
    const { signed, corpsign } = read(form({ ...sent, corpsign: golden.corpsign }));
    expect(corpsign).toBe(golden.corpsign);
    expect(signatureOf(signed, golden.secret)).toBe(golden.signWithCorpsign);
  });

  test('the field cipher is AES-256-CBC with key and IV from the secret', () => {
    const cipher = fieldCipher(golden.secret);
    expect(cipher.encrypt(golden.number)).toBe(golden.numberEncrypted);
    expect(cipher.decrypt(golden.numberEncrypted)).toBe(golden.number);
    expect(cipher.encrypt('CORPKEY000120260105073100')).toBe(golden.corpsign);
  });

  test('trap 5: Henan encrypts with AES-128, and neither reads the other', () => {
    const henan = fieldCipher(golden.secret, 'AES-128');
    expect(henan.decrypt(henan.encrypt(golden.number))).toBe(golden.number);
    expect(henan.decrypt(golden.numberEncrypted)).toBeUndefined();
  });

  test.each([
    '',
    'abc',
    '0whyJ0FnjXE8TQqC953G9I67RW3Um885mYa6LO5bMIo',
    '0whyJ0FnjXE8TQqC953G9A==',
    golden.number,
    'AAAA',
  ])('what is no cipher text is told apart: %j', (text) =>
    expect(fieldCipher(golden.secret).decrypt(text)).toBeUndefined(),
  );
});

describe('The signature', () => {
  test('is compared whole, and its letters may be capitals', () => {
    expect(isSameSignature(golden.sign.toUpperCase(), golden.sign)).toBe(true);
    expect(isSameSignature(`${golden.sign.slice(0, -1)}5`, golden.sign)).toBe(false);
    expect(isSameSignature('', golden.sign)).toBe(false);
  });

  test('trap 4: the letter case of data does not change it, other content does', () => {
    const changed = (data: string) => signatureOf(read(form({ ...sent, data })).signed, golden.secret);
    expect(changed(golden.fields.data.toUpperCase())).toBe(golden.sign);
    expect(changed(golden.fields.data.replace('07:30', '07:31'))).not.toBe(golden.sign);
  });

  test('covers a field that only a local variant has', () => {
    const { signed } = read(form({ ...sent, iscompany: '1' }));
    expect(signatureOf(signed, golden.secret)).not.toBe(golden.sign);
  });
});

describe('The envelope', () => {
  test('trap 4: a plus sign of base64 survives, as %2B', () => {
    expect(read(form({ ...sent, data: '"a+b c/d=="' })).data).toBe('"a+b c/d=="');
  });

  test('trap 6: the secret in the form body is dropped and does not count for the signature', () => {
    const { signed } = read(form({ ...sent, appsecret: golden.secret }));
    expect([...signed.keys()]).not.toContain('appsecret');
    expect(JSON.stringify([...signed])).not.toContain(golden.secret);
    expect(signatureOf(signed, golden.secret)).toBe(golden.sign);
  });

  test('field names count without their case: appId, Method, NONCE', () => {
    const { appid, method, nonce, ...rest } = sent;
    const { signed } = read(form({ ...rest, appId: appid, Method: method, NONCE: nonce }));
    expect(signatureOf(signed, golden.secret)).toBe(golden.sign);
  });

  test.each(['7', '483920', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'x'.repeat(64)])(
    'takes the nonce %s',
    (nonce) => expect(read(form({ ...sent, nonce })).nonce).toBe(nonce),
  );

  test.each([
    ...Object.keys(sent).map((name) => [`${name} missing`, { [name]: undefined }] as const),
    ...Object.keys(sent).map((name) => [`${name} empty`, { [name]: '' }] as const),
    ['a nonce of 65 characters', { nonce: 'n'.repeat(65) }],
    ['a nonce with a line break', { nonce: 'a\nb' }],
    ['version 2.1', { version: '2.1' }],
    ['format xml', { format: 'xml' }],
    ['a timestamp to the hour', { timestamp: '2026010507' }],
    ['a signature of 63 digits', { sign: golden.sign.slice(1) }],
    ['a method without a verb', { method: 'WorkerAttendance' }],
    ['an appid with a space', { appid: 'TEST APP' }],
  ])('refuses %s', (_what, change: object) => {
    const fields: Record<string, string | undefined> = { ...sent, ...change };
    const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
    expect(codeOf(() => read(form(Object.fromEntries(given))))).toBe(-1);
  });

  test.each([
    ['a field twice', Buffer.concat([form(sent), Buffer.from('&appid=OTHER')])],
    ['a field twice in another case', Buffer.concat([form(sent), Buffer.from('&AppID=TESTAPP001')])],
    [
      'GBK bytes',
      Buffer.concat([form(sent), Buffer.from('&remark='), Buffer.from([0xc4, 0xcf, 0xc4, 0xfe])]),
    ],
    ['GBK bytes in percent escapes', Buffer.concat([form(sent), Buffer.from('&remark=%C4%CF%C4%FE')])],
    ['a broken percent escape', Buffer.concat([form(sent), Buffer.from('&remark=%4')])],
    ['a percent escape of other letters', Buffer.concat([form(sent), Buffer.from('&remark=%zz')])],
    ['no body', Buffer.alloc(0)],
    ['a JSON body', Buffer.from(JSON.stringify(sent))],
  ])('refuses %s', (_what, body) => expect(codeOf(() => read(body))).toBe(-1));

  test.each([
    undefined,
    'application/json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=GBK',
  ])('refuses the content type %s', (type) => expect(codeOf(() => readEnvelope(type, form(sent)))).toBe(-1));
});

describe('The time of a call', () => {
  const now = new Date('2026-01-05T07:31:30+08:00');
  test.each(['20260105073100', '20260105074130', '20260105072130'])('%s is near enough', (timestamp) =>
    expect(codeOf(() => checkTimestamp(timestamp, now))).toBeUndefined(),
  );
  test.each([
    ['20260105074131', /600/],
    ['20260105072129', /600/],
    ['20250105073100', /600/],
    ['20260104233130', /UTC\+8/],
    ['20260231073100', /no existing time/],
    ['20260105256199', /no existing time/],
  ])('%s is refused, and the message says why', (timestamp, why) =>
    expect(() => checkTimestamp(timestamp, now)).toThrow(why),
  );
  test('the tolerance is a setting of the client', () => {
    expect(codeOf(() => checkTimestamp('20260105072500', now, 360))).toBe(-1);
    expect(codeOf(() => checkTimestamp('20260105072530', now, 360))).toBeUndefined();
  });
});
