import { badParameters } from './answers.ts';
import { readForm } from './form.ts';

/** The fields around the business data of one call (公共参数). */
export interface Envelope {
  readonly appid: string;
  /** `Object.Verb` as sent. */
  readonly method: string;
  /** Beijing time, yyyyMMddHHmmss. */
  readonly timestamp: string;
  readonly nonce: string;
  /** The business JSON as sent. */
  readonly data: string;
  readonly sign: string;
  readonly corpsign?: string;
  /** Everything the signature covers, by name; unknown fields of local variants are among them. */
  readonly signed: ReadonlyMap<string, string>;
}

/**
 * Reads the envelope from a request's bytes. Field names count without their case.
 * @throws RealNameRefusal naming the field that is missing or not as it must be
 */
export function readEnvelope(contentType: string | undefined, body: Buffer): Envelope {
  const fields = readForm(contentType, body);
  const need = (name: string, shape: RegExp, chinese: string, english: string): string => {
    const value = fields.get(name);
    if (value === undefined || value === '')
      throw badParameters(`参数 ${name} 不能为空`, `parameter ${name} is required`);
    if (!shape.test(value))
      throw badParameters(`参数 ${name} 应为${chinese}`, `parameter ${name} must be ${english}`);
    return value;
  };
  const envelope = {
    appid: need('appid', /^[\x21-\x7e]{1,64}$/, '1 到 64 位可见字符', '1 to 64 visible characters'),
    method: need(
      'method',
      /^[A-Za-z]{1,40}\.[A-Za-z]{1,40}$/,
      '接口名 Object.Verb',
      'a method name Object.Verb',
    ),
    timestamp: need('timestamp', /^\d{14}$/, '14 位北京时间 yyyyMMddHHmmss', '14 digits of Beijing time'),
    nonce: need('nonce', /^[\x21-\x7e]{1,64}$/, '1 到 64 位可见字符', '1 to 64 visible characters'),
    sign: need('sign', /^[0-9a-fA-F]{64}$/, '64 位十六进制', '64 hexadecimal digits'),
    data: need('data', /^/, '业务 JSON', 'the business JSON'),
  };
  need('version', /^1\.[01]$/, ' 1.0 或 1.1', '1.0 or 1.1');
  need('format', /^json$/i, ' json', 'json');
  const signed = new Map([...fields].filter(([name]) => name !== 'sign'));
  const corpsign = fields.get('corpsign');
  return { ...envelope, signed, ...(corpsign !== undefined && corpsign !== '' && { corpsign }) };
}
