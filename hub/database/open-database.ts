import type { Logger } from 'pino';
import type { Keyring } from '../../kernel/keyring.ts';
import { isWrongPassword, opens, withClient, withLogin } from './connection.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded/embedded-server.ts';
import { anotherKeyring, databasePassword, loginsOf, tieToKeyring } from './installation.ts';
import { openServer } from './open-server.ts';
import { grantDatabase, makeRoles, refuseUnsafeApp } from './roles.ts';

/** A database ready to be migrated and used. */
export interface OpenDatabase {
  /** Migrates: a login whose role is `hub_owner`. */
  readonly ownerUrl: string;
  /** Runs: a login of `hub_app`, to which row-level security applies. */
  readonly appUrl: string;
  readonly embedded: boolean;
  /** Stops the embedded server; a server of the user's goes on. Safe to call twice. */
  stop(): Promise<void>;
}

export interface OpenDatabaseOptions {
  readonly dataDir: string;
  /** A server of the user's, PostgreSQL 15 or newer; without it the embedded one is started. */
  readonly databaseUrl?: string | undefined;
  readonly databaseAppUrl?: string | undefined;
  readonly keyring: Keyring;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Settings of the embedded server that differ from `serverSettings`; tests switch fsync off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The same, as the operator has configured them. */
  readonly postgresMemory?: Readonly<Record<string, string>>;
}

/** Its name on the embedded server. */
export const DATABASE = 'guixin';

/**
 * Opens the hub's database (数据库): the embedded PostgreSQL or the user's own, with its roles, tied to the keyring.
 * @throws Fault of `databaseFaults`, each with what to do
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, databaseAppUrl, keyring } = options;
  if (databaseUrl !== undefined)
    return {
      ...(await openServer(databaseUrl, databaseAppUrl, keyring)),
      embedded: false,
      stop: async () => undefined,
    };
  const server = await startEmbeddedServer({
    ...options,
    settings: { ...options.postgresMemory, ...options.settings },
    superuserPassword: databasePassword(keyring, 'superuser'),
  });
  try {
    const urls = await openEmbedded(server, keyring);
    options.log.info(
      { port: server.port, socket: server.sockets ?? null, under: server.footing, new: server.isNew },
      'the embedded PostgreSQL runs',
    );
    return { ...urls, embedded: true, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openEmbedded(
  server: EmbeddedServer,
  keyring: Keyring,
): Promise<{ ownerUrl: string; appUrl: string }> {
  const logins = loginsOf(DATABASE, keyring);
  const ownerUrl = withLogin(server.urlOf(DATABASE), logins.owner.login, logins.owner.password);
  const appUrl = withLogin(server.urlOf(DATABASE), logins.app.login, logins.app.password);
  if (!((await opens(ownerUrl)) && (await opens(appUrl)))) {
    const making = withClient(server.urlOf('postgres'), async (admin) => {
      await makeRoles(admin, DATABASE, logins);
      const there = await admin.query('select from pg_database where datname = $1', [DATABASE]);
      if (there.rowCount === 0) await admin.query(`create database ${DATABASE} owner hub_owner`);
      await grantDatabase(admin, DATABASE, logins, true);
    });
    await making.catch((error) => {
      // The superuser's password comes from the keyring as well.
      throw isWrongPassword(error) ? anotherKeyring().because(error) : error;
    });
  }
  await withClient(appUrl, refuseUnsafeApp);
  await tieToKeyring(ownerUrl, keyring);
  return { ownerUrl, appUrl };
}
