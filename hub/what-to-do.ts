/** What a person can do about an error of the system (系统错误提示); nothing for errors that say it themselves. */
export function whatToDo(error: unknown): string | undefined {
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (code === 'EACCES' && syscall !== 'listen') return OF_FILES;
  return code === undefined ? undefined : ADVICE[code];
}

const OF_FILES =
  'This user may not read or write there. Give it the right, or name another place (a folder of the hub’s own: HUB_DATA_DIR).';

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Is PostgreSQL running, and is HUB_DATABASE_URL right?',
  ENOTFOUND: 'There is no such host. Is HUB_DATABASE_URL right?',
  ETIMEDOUT: 'Nothing answered. Is HUB_DATABASE_URL right, and does a firewall stand between?',
  EADDRINUSE:
    'Another program has this port. Set HUB_PORT, or HUB_METRICS_PORT if it is that one, to a free one, or to 0 for any.',
  EACCES:
    'This user may not have that port. Set HUB_PORT, or HUB_METRICS_PORT if it is that one, to one above 1023.',
  ENOENT: 'There is no such file.',
  EISDIR: 'That is a folder, and a file was expected.',
  ENOSPC: 'The disk is full.',
  '28P01': 'The password in HUB_DATABASE_URL is not the one the server has.',
  '28000': 'The server does not let this user in; see its pg_hba.conf.',
  '3D000': 'Create the database first; its name is the last part of HUB_DATABASE_URL.',
};
