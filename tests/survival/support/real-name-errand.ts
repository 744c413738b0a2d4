import { randomUUID } from 'node:crypto';
import { signatureOf } from '../../../adapters/national-real-name/sign.ts';
import type { Errand } from './errand.ts';

/** A signed call of the 603号 interface; sending it again repeats its nonce, so that it is the same call. */
export function realNameErrand(
  client: { readonly appid: string; readonly secret: string },
  method: string,
  data: object,
  answered: (serial: string, data: unknown) => void,
): Errand {
  const beijing = new Date(Date.now() + 8 * 3_600_000);
  const fields = {
    appid: client.appid,
    method,
    version: '1.0',
    format: 'json',
    timestamp: beijing.toISOString().replace(/\D/g, '').slice(0, 14),
    nonce: randomUUID().replaceAll('-', ''),
    data: JSON.stringify(data),
  };
  const sign = signatureOf(new Map(Object.entries(fields)), client.secret);
  return {
    kind: '603',
    path: '/open.api',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: new URLSearchParams({ ...fields, sign }).toString(),
    read(_status, text) {
      const said = JSON.parse(text) as { code: number; data: { requestSerialCode?: string } | null };
      if (said.code === DONE) {
        answered(said.data?.requestSerialCode ?? '', said.data);
        return { kind: 'ANSWERED', replayed: null };
      }
      if (said.code === TOO_MANY || said.code === FAILED) return { kind: 'UNANSWERED' };
      return { kind: 'WRONG', why: `603 ${method}: ${text.slice(0, 400)}` };
    },
  };
}

const [DONE, TOO_MANY, FAILED] = [0, -5, 9999];
