import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CountyMapping, readCountyMapping } from '../../adapters/county-self-built/county-mapping.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { Misuse } from '../commands/command.ts';
import type { HubAddress } from './import-client.ts';
import { unknownIn } from './import-fields.ts';

/** The examples that come with the hub; those of the operator go before them. */
const EXAMPLES = fileURLToPath(new URL('../../examples/county/', import.meta.url));

/**
 * The mapping of a county: a path, or a name that is looked for in the folder given, in `mappings` of the data folder,
 * and among the examples. @throws Misuse, with every problem of the file
 */
export async function findMapping(
  name: string,
  folder: string | undefined,
  dataDir: string,
): Promise<{ county: CountyMapping; mappingDigest: string }> {
  const file = await firstReadable(
    /\.ya?ml$/.test(name)
      ? [resolve(name)]
      : /^[a-z0-9][a-z0-9-]*$/.test(name)
        ? [folder, join(dataDir, 'mappings'), EXAMPLES].flatMap((one) =>
            one ? [join(resolve(one), `${name}.yaml`)] : [],
          )
        : [],
  );
  if (!file)
    throw new Misuse(`there is no mapping ${name}; name one of the folder, or the path of a .yaml file`);
  const text = await readFile(file, 'utf8');
  try {
    const county = readCountyMapping(text, file);
    const unknown = unknownIn(county);
    if (unknown.length > 0) throw new Error(unknown.map((one) => `${file}: ${one}`).join('\n'));
    return { county, mappingDigest: sm3Hex(text) };
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

export interface AddressOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly as: string;
}

/** Which hub, and as whom: as told, or the one whose demo credentials lie in the data folder. @throws Misuse */
export async function hubAddress(
  { url, tokenFile, as }: AddressOptions,
  dataDir: string,
): Promise<HubAddress> {
  if (url !== undefined || tokenFile !== undefined) {
    if (url === undefined || tokenFile === undefined)
      throw new Misuse('--url and --token-file belong together');
    return { url: safeUrl(url), token: await tokenIn(tokenFile) };
  }
  const file = join(dataDir, 'demo-credentials.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null)
    throw new Misuse(`no hub has run here (${file}); start one, or name one by --url and --token-file`);
  const { graphql, tokens } = credentialsIn(text, file);
  const token = tokens[as];
  if (token === undefined)
    throw new Misuse(`there is no demo role ${as}; there are ${Object.keys(tokens).join(', ')}`);
  return { url: graphql, token };
}

interface Credentials {
  readonly graphql: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** What a hub that starts writes for programs beside it. @throws Misuse for a file that was cut or is none */
function credentialsIn(text: string, file: string): Credentials {
  try {
    const { graphql, tokens } = JSON.parse(text) as Partial<Credentials>;
    if (typeof graphql === 'string' && typeof tokens === 'object' && tokens !== null)
      return { graphql, tokens };
  } catch {}
  throw new Misuse(
    `${file} is not whole; start the hub again, which writes it anew, or name one by --url and --token-file`,
  );
}

/** When the county wrote the file: told, or the file's own time, so that a second run says the same. @throws Misuse */
export async function sentAtOf(file: string, told: string | undefined): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new Misuse(`there is no file ${file}`);
  if (told === undefined) return new Date(Math.floor(found.mtimeMs / 1000) * 1000).toISOString();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(told) || Number.isNaN(Date.parse(told)))
    throw new Misuse('--sent-at: expected an instant with its offset, such as 2026-01-05T07:31:30+08:00');
  return new Date(told).toISOString();
}

/** A token does not travel in the clear, except within the machine. */
function safeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHere = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)))
    throw new Misuse('--url: expected https://…/graphql, or http:// on this machine');
  if (url.username || url.password) throw new Misuse('--url: expected no user name or password');
  return url.href;
}

async function tokenIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const token = text?.trim() ?? '';
  if (!/^[\x21-\x7e]{1,8192}$/.test(token))
    throw new Misuse(`--token-file: expected a file that holds one token`);
  return token;
}

async function firstReadable(files: readonly string[]): Promise<string | null> {
  for (const file of files)
    if (
      await access(file, constants.R_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  return null;
}
