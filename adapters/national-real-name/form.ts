import { badParameters } from './answers.ts';

/**
 * Reads an `application/x-www-form-urlencoded` body from its bytes: names in lower case, values as they were before
 * encoding. Done here and not by `URLSearchParams`, which replaces what is not UTF-8 silently: a signature over other
 * characters than the ones stored would prove nothing.
 * @throws RealNameRefusal for another content type, a broken escape, bytes that are not UTF-8, a field given twice
 */
export function readForm(contentType: string | undefined, body: Buffer): ReadonlyMap<string, string> {
  requireForm(contentType);
  const fields = new Map<string, string>();
  for (const part of split(body)) {
    if (part.length === 0) continue;
    const at = part.indexOf(EQUALS);
    const name = decode(at < 0 ? part : part.subarray(0, at)).toLowerCase();
    // One client posts its secret in the body: it is not needed, not kept and not logged.
    if (name === 'appsecret') continue;
    if (fields.has(name))
      throw badParameters(`参数 ${shown(name)} 重复`, `parameter ${shown(name)} is given twice`);
    if (fields.size >= MOST_FIELDS) throw badParameters('参数过多', 'too many parameters');
    fields.set(name, at < 0 ? '' : decode(part.subarray(at + 1)));
  }
  return fields;
}

const [AMPERSAND, EQUALS, PERCENT, PLUS, SPACE] = [38, 61, 37, 43, 32];
const MOST_FIELDS = 20;

function requireForm(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/x-www-form-urlencoded')
    throw badParameters(
      '请求类型应为 application/x-www-form-urlencoded',
      'the content type must be application/x-www-form-urlencoded, not multipart or JSON',
    );
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw badParameters('字符集应为 UTF-8', 'the character set must be UTF-8');
}

function* split(body: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = body.indexOf(AMPERSAND); at >= 0; at = body.indexOf(AMPERSAND, from)) {
    yield body.subarray(from, at);
    from = at + 1;
  }
  yield body.subarray(from);
}

function decode(encoded: Buffer): string {
  const plain = Buffer.allocUnsafe(encoded.length);
  let length = 0;
  for (let at = 0; at < encoded.length; at++) {
    const byte = encoded[at]!;
    if (byte === PERCENT) {
      plain[length++] = hex(encoded[at + 1]) * 16 + hex(encoded[at + 2]);
      at += 2;
    } else plain[length++] = byte === PLUS ? SPACE : byte;
  }
  try {
    return utf8.decode(plain.subarray(0, length));
  } catch {
    throw badParameters('请求内容不是 UTF-8 编码(疑为 GBK)', 'the bytes are not UTF-8; they may be GBK');
  }
}

// A byte order mark is part of what was signed.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function hex(byte: number | undefined): number {
  const value = byte === undefined ? NO_DIGIT : HEX[byte]!;
  if (value === NO_DIGIT) throw badParameters('URL 编码不正确', 'a percent escape is broken');
  return value;
}

/** What each byte is worth as a hexadecimal digit, in either case. */
const NO_DIGIT = 255;
const HEX = new Uint8Array(256).fill(NO_DIGIT);
for (const [value, digit] of [...'0123456789abcdef'].entries())
  for (const letter of [digit, digit.toUpperCase()]) HEX[letter.charCodeAt(0)] = value;

/** A name from outside, as a message may repeat it. */
const shown = (name: string): string => name.replace(/[^\w.-]/g, '?').slice(0, 30);
