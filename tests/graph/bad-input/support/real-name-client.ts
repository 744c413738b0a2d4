import { setTimeout as pause } from 'node:timers/promises';
import { fieldCipher } from '../../../../adapters/national-real-name/cipher.ts';
import { signatureOf } from '../../../../adapters/national-real-name/sign.ts';
import { FORM, form, golden } from '../../../adapters/national-real-name/golden.ts';
import type { Client, Said } from '../../../adapters/national-real-name/support/open-door.ts';
import type { Posted, WatchedHub } from './watched-hub.ts';

export type Fields = Readonly<Record<string, string>>;

/** A client of the real-name interface over HTTP, with the account of the golden vectors. */
export interface HttpClient extends Client {
  /** A call's fields, signed; `change` comes before the signature, `spoil` after it. */
  fields(method: string, data: unknown, change?: Fields, spoil?: Fields): Fields;
  post(body: Buffer | string, headers?: Fields): Promise<Posted & { readonly said: Said }>;
}

export function realNameClient(hub: WatchedHub): HttpClient {
  const { secret } = golden;
  let nonces = 0;
  const client: HttpClient = {
    aes: fieldCipher(secret).encrypt,
    fields(method, data, change = {}, spoil = {}) {
      const fields: Record<string, string> = {
        appid: golden.fields.appid,
        method,
        version: '1.0',
        format: 'json',
        timestamp: '20260105073130',
        nonce: `n-${++nonces}`,
        data: typeof data === 'string' ? data : JSON.stringify(data),
        ...change,
      };
      const named = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value] as const);
      return { ...fields, sign: signatureOf(new Map(named), secret), ...spoil };
    },
    async post(body, headers = {}) {
      const posted = await hub.post('/open.api', body, { 'content-type': FORM, ...headers });
      return { ...posted, said: JSON.parse(posted.text) as Said };
    },
    async call(method, data, change) {
      return (await client.post(form(client.fields(method, data, change)))).said;
    },
    async settled(method, data) {
      const said = await client.call(method, data);
      if (said.code !== 0) throw new Error(`${method}: ${said.code} ${said.message}`);
      return client.resultOf(said.data.requestSerialCode);
    },
    async resultOf(requestSerialCode) {
      for (let tries = 0; tries < 600; tries++) {
        const { data } = await client.call('AsyncHandleResult.Query', { requestSerialCode });
        if (data.status !== 0) return data;
        await pause(40);
      }
      throw new Error(`no result of ${requestSerialCode}`);
    },
  };
  return client;
}
