import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SECTORS, type Sector } from '../../kernel/caller.ts';
import { readSm2PublicKey, sm2Pem } from '../../kernel/crypto/sm2.ts';
import { EVERYWHERE, isOfAProvince, parseDivisionCode } from '../../kernel/identifiers/division-code.ts';
import {
  type ClientInterface,
  ClientRegistry,
  type ClientSettings,
} from '../../subgraphs/exchange/clients.ts';
import { exchangeDatabase } from '../../subgraphs/exchange/database.ts';
import { exchange } from '../../subgraphs/exchange/index.ts';
import { HUB_SOURCE } from '../../subgraphs/provincial/doubtful-data/ingest-batch.ts';
import { Store } from '../../subgraphs/store.ts';
import { Misuse } from '../commands/command.ts';
import { openDatabase } from '../database/open-database.ts';
import { nationalCaller, vendorCaller } from './clients.ts';
import { GOLDEN_CLIENT } from './demo-credentials.ts';
import { prepare } from './surroundings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A client as an operator orders it on the command line. */
export interface ClientOrder {
  readonly interface: 'real-name' | 'national';
  readonly organisation: string;
  readonly appid?: string;
  readonly publicKey?: string;
  readonly systemCode?: string;
  readonly divisions: readonly string[];
  readonly sectors: readonly string[];
  readonly projects?: readonly string[];
  readonly sourceSystem?: string;
  readonly tolerance?: number;
  readonly cipher?: string;
  readonly entryExitReversed?: boolean;
  readonly sector?: string;
  readonly corpKey?: string;
}

/** Registers a client. @returns its name, and the secret that was made for it: the only time it is told. @throws Misuse */
export const addClient = (env: Env, order: ClientOrder): Promise<{ name: string; secret?: string }> =>
  order.interface === 'real-name' ? addRealName(env, order) : addNational(env, order);

/** Closes a client. @throws Misuse when there is none in force */
export async function disableClient(env: Env, kind: ClientOrder['interface'], name: string): Promise<void> {
  const done = await withRegistry(env, (clients) => clients.disable(INTERFACES[kind], name));
  if (!done) throw new Misuse(`no client ${name} of ${kind} is in force`);
}

/** One line a client, without secrets. */
export async function listClients(env: Env): Promise<string[]> {
  const known = await withRegistry(env, (clients) => clients.list());
  return known.map(({ interface: kind, name, organisation, caller, isDemo, disabledAt }) => {
    const state = disabledAt ? 'closed' : isDemo ? 'demo' : 'in force';
    return [kind, name, organisation, caller.divisions.join(','), state].join('\t');
  });
}

const INTERFACES: Readonly<Record<ClientOrder['interface'], ClientInterface>> = {
  'real-name': 'REAL_NAME',
  national: 'NATIONAL',
};

async function addRealName(env: Env, order: ClientOrder) {
  const { appid = '', organisation, sourceSystem = `realname/${appid}`, projects } = order;
  if (!/^[\w-]{1,64}$/.test(appid)) throw new Misuse('--appid: expected 1 to 64 letters, digits, - and _');
  if (appid.toUpperCase() === GOLDEN_CLIENT.appid)
    throw new Misuse(`--appid: ${GOLDEN_CLIENT.appid} is the client of the golden vectors`);
  if (order.divisions.length === 0) throw new Misuse('--divisions: expected at least one division code');
  checkNames(order, sourceSystem, SOURCE_SYSTEM);
  if (projects?.some((code) => !PROJECT_CODE.test(code)))
    throw new Misuse('--projects: expected project codes of 1 to 32 letters, digits, - and _');
  const bounds = { divisions: divisionsOf(order), sectors: sectorsOf(order), ...(projects && { projects }) };
  const secret = randomBytes(16).toString('hex');
  await withRegistry(env, (clients) =>
    clients.put({
      interface: 'REAL_NAME',
      name: appid,
      organisation,
      secret,
      caller: vendorCaller(organisation, appid, bounds),
      sourceSystem,
      settings: settingsOf(order),
    }),
  );
  return { name: appid, secret };
}

async function addNational(env: Env, order: ClientOrder) {
  const { publicKey: file, organisation, systemCode: name = '', sourceSystem = name } = order;
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new Misuse('--system-code: expected 1 to 64 letters, digits, ., - and _');
  checkNames(order, sourceSystem, BATCH_SOURCE);
  // Under this name stand the hub's own findings.
  if (sourceSystem === HUB_SOURCE) throw new Misuse(`--source-system: ${HUB_SOURCE} is the hub itself`);
  if (file === undefined) throw new Misuse('--public-key: expected the file of an SM2 public key');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Misuse(`--public-key: there is no file ${file}`);
  });
  const key = publicKeyIn(text, file);
  const divisions = order.divisions.length > 0 ? { divisions: divisionsOf(order) } : {};
  await withRegistry(env, (clients) =>
    clients.put({
      interface: 'NATIONAL',
      name,
      organisation,
      publicKey: sm2Pem(key),
      caller: { ...nationalCaller(organisation), ...divisions, sectors: sectorsOf(order) },
      sourceSystem,
    }),
  );
  return { name };
}

function publicKeyIn(text: string, file: string): ReturnType<typeof readSm2PublicKey> {
  try {
    return readSm2PublicKey(text);
  } catch (error) {
    throw new Misuse(`--public-key, ${file}: ${(error as Error).message}`);
  }
}

interface Form {
  readonly form: RegExp;
  readonly expected: string;
}

/** What a submission's envelope takes, and a batch of doubtful data: under another name every call of the client would be refused. */
const SOURCE_SYSTEM: Form = {
  form: /^[0-9A-Za-z][0-9A-Za-z._/-]{0,63}$/,
  expected: '1 to 64 letters, digits, points, dashes and slashes; left out it is realname/ and the appid',
};
const BATCH_SOURCE: Form = {
  form: /^[0-9A-Za-z._-]{1,64}$/,
  expected: '1 to 64 letters, digits, points, - and _',
};

const PROJECT_CODE = /^[0-9A-Za-z_-]{1,32}$/;

function checkNames({ organisation }: ClientOrder, sourceSystem: string, { form, expected }: Form): void {
  if (!/^[^\p{Cc}\p{Cs}]{1,100}$/u.test(organisation))
    throw new Misuse('--organisation: expected 1 to 100 visible characters');
  if (!form.test(sourceSystem)) throw new Misuse(`--source-system: expected ${expected}`);
}

function divisionsOf({ divisions }: ClientOrder): readonly string[] {
  for (const code of divisions) {
    const parsed = parseDivisionCode(code);
    if (!parsed.ok) throw new Misuse(`--divisions: ${code} is no division code`);
    if (parsed.value !== EVERYWHERE && !isOfAProvince(parsed.value))
      throw new Misuse(`--divisions: ${code} is of no province that there is`);
  }
  return divisions;
}

function sectorsOf({ sectors }: ClientOrder): readonly Sector[] {
  const known = sectors.filter((word): word is Sector => (SECTORS as readonly string[]).includes(word));
  if (known.length < sectors.length) throw new Misuse(`--sectors: expected ${SECTORS.join(', ')}`);
  return known.length > 0 ? known : SECTORS;
}

function settingsOf(order: ClientOrder): ClientSettings {
  const { tolerance, cipher, entryExitReversed, sector, corpKey } = order;
  if (tolerance !== undefined && !(Number.isInteger(tolerance) && tolerance > 0 && tolerance <= 86_400))
    throw new Misuse('--tolerance: expected 1 to 86400 seconds');
  if (cipher !== undefined && cipher !== 'AES-256' && cipher !== 'AES-128')
    throw new Misuse('--cipher: expected AES-256 or AES-128');
  if (sector !== undefined && !(sectorsOf(order) as readonly string[]).includes(sector))
    throw new Misuse(`--sector: expected one of its sectors, ${sectorsOf(order).join(', ')}`);
  if (corpKey !== undefined && !/^[\x21-\x7e]{4,64}$/.test(corpKey))
    throw new Misuse('--corp-key: expected 4 to 64 visible characters');
  return {
    ...(tolerance !== undefined && { toleranceSeconds: tolerance }),
    ...(cipher !== undefined && { cipher }),
    ...(entryExitReversed && { entryExitReversed }),
    ...(sector !== undefined && { sector }),
    ...(corpKey !== undefined && { corpKey }),
  };
}

async function withRegistry<Result>(
  env: Env,
  work: (clients: ClientRegistry) => Promise<Result>,
): Promise<Result> {
  const prepared = await prepare({ ...env, HUB_LOG_LEVEL: env.HUB_LOG_LEVEL ?? 'warn' });
  const { config, keyring, clock } = prepared;
  const database = await openDatabase({ ...config, ...prepared });
  const store = new Store(exchange, { url: database.appUrl, keyring, clock, connections: 1 });
  try {
    return await work(new ClientRegistry(exchangeDatabase(store.pool), store.sealer, clock));
  } finally {
    await store.close();
    await database.stop();
  }
}
