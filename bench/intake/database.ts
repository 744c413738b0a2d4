import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { loginsOf } from '../../hub/database/installation.ts';
import { fileKeyring } from '../../hub/file-keyring.ts';

/** The embedded server of a data folder, as the owner of its tables. */
export async function ownerOf(dataDir: string): Promise<Client> {
  const postmaster = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8');
  const keyring = fileKeyring({ dataDir, at: new Date(), create: false });
  const { login, password } = loginsOf('guixin', keyring).owner;
  const client = new Client({
    host: '127.0.0.1',
    port: Number(postmaster.split('\n')[3]),
    database: 'guixin',
    user: login,
    password,
  });
  await client.connect();
  return client;
}
