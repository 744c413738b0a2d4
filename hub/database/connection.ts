import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseFaults } from './faults.ts';

const WRONG_PASSWORD = '28P01';
const NO_SUCH_ROLE = '28000';
const NO_SUCH_DATABASE = '3D000';

/** Runs the work on one connection that is closed afterwards. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'hub',
  });
  // The query in flight rejects by itself; an error event without a listener would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether the server takes these credentials for this database. */
export async function opens(url: string): Promise<boolean> {
  try {
    return await withClient(url, async () => true);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === WRONG_PASSWORD || code === NO_SUCH_ROLE || code === NO_SUCH_DATABASE) return false;
    throw error;
  }
}

export const isWrongPassword = (error: unknown): boolean =>
  (error as { code?: string }).code === WRONG_PASSWORD;

/** The same server and database under another login. */
export function withLogin(url: string, login: string, password: string): string {
  const other = new URL(url);
  other.username = encodeURIComponent(login);
  other.password = encodeURIComponent(password);
  return other.href;
}

/** The same login with a role taken on at connecting. */
export function withRole(url: string, role: string): string {
  const other = new URL(url);
  other.searchParams.set('options', `-c role=${role}`);
  return other.href;
}

/** @throws Fault `DATABASE_URL_INVALID` for an address without a host, whose login could not be changed */
export function requireHost(url: string, setting: string): void {
  if (new URL(url).hostname === '')
    throw databaseFaults.DATABASE_URL_INVALID(
      `${setting} names no host; for a Unix socket write postgres://user@localhost/database?host=/run/postgresql`,
    );
}

/** What PostgreSQL stores for a password, made here so that no server log can show the password itself. */
export function scramVerifier(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const hmac = (word: string) => createHmac('sha256', salted).update(word).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
