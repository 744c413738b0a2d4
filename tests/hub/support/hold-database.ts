import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../../hub/database/open-database.ts';
import { memoryKeyring } from '../../../kernel/keyring.ts';

// Opens a database, says so in one line and holds it until a signal, as a hub does.
const [dataDir = '', master = 'm'] = process.argv.slice(2);
const log = { info: () => undefined, warn: console.error, error: console.error };
const keyring = memoryKeyring(Buffer.alloc(32, master));
const database = await openDatabase({ dataDir, keyring, log }).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const file = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8');
const { ownerUrl, appUrl } = database;
const forever = setInterval(() => undefined, 1_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    clearInterval(forever);
    await database.stop();
  });
process.once('SIGUSR2', () => {
  throw new Error('an error nobody catches');
});
process.once('SIGHUP', () => process.exit(0));
// Last: a signal that came before its listener would end this process as kill -9 does.
console.log(JSON.stringify({ ownerUrl, appUrl, postmasterPid: Number(file.split('\n')[0]) }));
