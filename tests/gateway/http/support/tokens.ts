import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

export const ISSUER = 'https://login.example.org/realms/wages';
export const AUDIENCE = 'https://graph.example.org';

/** A key pair of an issuer that is not the hub's, as its published set shows it. */
export interface IssuerKey {
  readonly algorithm: string;
  readonly id: string | undefined;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

export function issuerKey(algorithm: 'EdDSA' | 'ES256' | 'RS256', id?: string): IssuerKey {
  const { privateKey, publicKey } =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  const jwk = { ...publicKey.export({ format: 'jwk' }), ...(id !== undefined && { kid: id }) };
  return { algorithm, id, privateKey, publicKey, jwk };
}

export const seconds = () => Math.floor(Date.now() / 1000);

/** A token as an OpenID Connect provider makes it, with these claims over the usual ones; undefined takes one away. */
export function tokenBy(
  { algorithm, id, privateKey }: IssuerKey,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', iat: seconds(), exp: seconds() + 300 };
  return new SignJWT(JSON.parse(JSON.stringify({ ...usual, ...claims })))
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(id !== undefined && { kid: id }), ...header })
    .sign(privateKey);
}

/** The same token under a header of one's own choice, sealed by whatever function. */
export async function forged(
  token: Promise<string>,
  header: object,
  seal: (text: string) => Buffer,
): Promise<string> {
  const [, body] = (await token).split('.');
  const text = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}`;
  return `${text}.${seal(text).toString('base64url')}`;
}

/** What makes a public key the secret of a symmetric seal. */
export const hmacWith = (key: KeyObject) => (text: string) =>
  createHmac('sha256', key.export({ format: 'pem', type: 'spki' }) as string)
    .update(text)
    .digest();
