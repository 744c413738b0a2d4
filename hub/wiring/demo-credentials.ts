import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roles } from '../../gateway/callers/roles.ts';
import type { Issuer } from '../../gateway/callers/issuer.ts';
import { generateSm2KeyPair, readSm2PrivateKey, sm2Pem, sm2PublicKeyOf } from '../../kernel/crypto/sm2.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import type { Keyring } from '../../kernel/keyring.ts';

/** What outside programs read to try the hub (architecture §7); development only, synthetic throughout. */
export interface DemoCredentials {
  readonly graphql: string;
  /** One bearer token per demo role (角色令牌). */
  readonly tokens: Readonly<Record<string, string>>;
  /** The demo's national platform: its key, and the code it signs itself with (系统编码). */
  readonly sm2Client: { readonly keyFile: string; readonly keyId: string; readonly systemCode: string };
  readonly realNameClients: readonly { readonly appid: string; readonly secret: string }[];
}

/** The demo's machine clients, with what the hub must know to recognise them. */
export interface DemoClients {
  readonly sm2Client: DemoCredentials['sm2Client'] & { readonly publicKey: string };
  readonly realNameClients: DemoCredentials['realNameClients'];
}

/** The same clients at every start: their keys come from the keyring and the data folder. */
export async function demoClients(dataDir: string, keyring: Keyring): Promise<DemoClients> {
  const secret = keyring.secret('demo/real-name-client').toString('hex').slice(0, 32);
  return {
    sm2Client: await demoSm2Client(dataDir),
    realNameClients: [GOLDEN_CLIENT, { appid: 'DEMOAPP001', secret }],
  };
}

/** Writes `demo-credentials.json` so that only its owner can read it. @returns its path */
export async function writeDemoCredentials(
  dataDir: string,
  url: string,
  issuer: Issuer,
  keyring: Keyring,
): Promise<string> {
  if (!issuer.issue) throw new Error('demo credentials exist in development only');
  const tokens: Record<string, string> = {};
  for (const role of roles) tokens[role.name] = await issuer.issue(role.name);
  const { sm2Client, realNameClients } = await demoClients(dataDir, keyring);
  const { keyFile, keyId, systemCode } = sm2Client;
  const credentials: DemoCredentials = {
    graphql: `${url}/graphql`,
    tokens,
    sm2Client: { keyFile, keyId, systemCode },
    realNameClients,
  };
  const file = join(dataDir, 'demo-credentials.json');
  await writePrivately(file, `${JSON.stringify(credentials, null, 2)}\n`);
  return file;
}

/** The client of the golden vectors (domain notes, national real-name interface §2); refused in production. */
export const GOLDEN_CLIENT = { appid: 'TESTAPP001', secret: '0123456789abcdef0123456789abcdef' };

async function demoSm2Client(dataDir: string): Promise<DemoClients['sm2Client']> {
  const keyFile = join(dataDir, 'keys', 'demo-sm2-client.pem');
  const known = await readFile(keyFile, 'utf8').catch(() => null);
  const privateKey = known === null ? generateSm2KeyPair().privateKey : readSm2PrivateKey(known);
  if (known === null) await writePrivately(keyFile, sm2Pem(privateKey));
  const publicKey = sm2PublicKeyOf(privateKey);
  const keyId = sm3Hex(publicKey.export({ format: 'der', type: 'spki' })).slice(0, 32);
  return { keyFile, keyId, systemCode: 'NATIONAL-DEMO', publicKey: sm2Pem(publicKey) };
}

/** Whole or not at all, and readable by its owner alone. */
async function writePrivately(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, text, { mode: 0o600 });
  await chmod(beside, 0o600);
  await rename(beside, file);
}
