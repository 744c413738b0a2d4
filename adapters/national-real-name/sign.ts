import { hash, timingSafeEqual } from 'node:crypto';

/**
 * The signature of a call (签名): SHA-256 over the lower-cased text of every parameter but `sign`, sorted by name, with
 * the secret at its end. Known weakness of the interface: letter case inside `data` is not protected.
 * @returns 64 hexadecimal digits in lower case
 */
export function signatureOf(signed: ReadonlyMap<string, string>, secret: string): string {
  const parameters = [...signed]
    .filter(([name]) => name !== 'sign' && name !== 'appsecret')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const text = `${parameters.join('&')}&appsecret=${secret}`.toLowerCase();
  return hash('sha256', text, 'hex');
}

/** Whether two signatures are the same; their hexadecimal letters may be capitals. */
export const isSameSignature = (stated: string, expected: string): boolean =>
  isSameText(stated.toLowerCase(), expected);

/** Whether two texts are the same, in a time that does not tell how far they agree. */
export const isSameText = (stated: string, expected: string): boolean =>
  timingSafeEqual(digestOf(stated), digestOf(expected));

const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');
