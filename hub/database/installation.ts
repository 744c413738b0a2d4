import { createHash } from 'node:crypto';
import type { Keyring } from '../../kernel/keyring.ts';
import { withClient } from './connection.ts';
import { databaseFaults } from './faults.ts';
import { type Logins, loginNames } from './roles.ts';

/** Passwords and the fingerprint come from the keyring: whoever has the keys has the database, and nobody else. */
export const databasePassword = (keyring: Keyring, login: string): string =>
  createHash('sm3')
    .update(keyring.secret(`database/${login}`))
    .digest('base64url');

/** The logins of a database with the passwords that the keyring gives them. */
export function loginsOf(database: string, keyring: Keyring): Logins {
  const { owner, app } = loginNames(database);
  return {
    owner: { login: owner, password: databasePassword(keyring, owner) },
    app: { login: app, password: databasePassword(keyring, app) },
  };
}

/** What tells one keyring from another without telling anything of it. */
export const keyringFingerprint = (keyring: Keyring): string =>
  createHash('sm3')
    .update('fingerprint')
    .update(keyring.secret('database/fingerprint'))
    .digest('hex')
    .slice(0, 32);

const MAKING = 4_501_030_002;

/**
 * Ties the database to the keyring at the first start and compares them at every other: sealed columns of another
 * keyring could not be opened, and new ones would be mixed with them.
 * @throws Fault `DATABASE_OF_ANOTHER_KEYRING`
 */
export async function tieToKeyring(ownerUrl: string, keyring: Keyring): Promise<void> {
  const mine = keyringFingerprint(keyring);
  const theirs = await withClient(ownerUrl, async (client) => {
    const known = await client.query<{ there: boolean }>(
      `select to_regclass('hub.installation') is not null as there`,
    );
    if (!known.rows[0]?.there) {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock($1)', [MAKING]);
      await client.query(`
        set local client_min_messages = warning;
        create schema if not exists hub;
        create table if not exists hub.installation (
          is_only             boolean primary key default true check (is_only),
          keyring_fingerprint text not null,
          made_at             timestamptz not null default current_timestamp
        );
        comment on table hub.installation is 'machinery: the one line that ties this database to the keyring its columns are sealed with'`);
      await client.query(
        'insert into hub.installation (keyring_fingerprint) values ($1) on conflict do nothing',
        [mine],
      );
      await client.query('commit');
    }
    const found = await client.query<{ print: string }>(
      'select keyring_fingerprint as print from hub.installation',
    );
    return found.rows[0]?.print;
  });
  if (theirs !== mine) throw anotherKeyring();
}

export function anotherKeyring() {
  return databaseFaults.DATABASE_OF_ANOTHER_KEYRING(
    'this database was made with another keyring than the one in the data directory (keys/keyring.json); ' +
      'put the keyring back that belongs to it, or start with an empty database',
  );
}
