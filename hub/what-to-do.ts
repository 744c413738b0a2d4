/** What a person can do about an error of the system (系统错误提示); nothing for errors that say it themselves. */
export function whatToDo(error: unknown): string | undefined {
  const { code } = error as { code?: string };
  return code === undefined ? undefined : ADVICE[code];
}

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Is PostgreSQL running, and is HUB_DATABASE_URL right?',
  ENOTFOUND: 'There is no such host. Is HUB_DATABASE_URL right?',
  ETIMEDOUT: 'Nothing answered. Is HUB_DATABASE_URL right, and does a firewall stand between?',
  EADDRINUSE:
    'Another program has this port. Set HUB_PORT, or HUB_METRICS_PORT if it is that one, to a free one, or to 0 for any.',
  EACCES: 'This user may not do that. Choose another HUB_DATA_DIR, or a HUB_PORT above 1023.',
  ENOENT: 'There is no such file.',
  ENOSPC: 'The disk is full.',
  '28P01': 'The password in HUB_DATABASE_URL is not the one the server has.',
  '28000': 'The server does not let this user in; see its pg_hba.conf.',
  '3D000': 'Create the database first; its name is the last part of HUB_DATABASE_URL.',
};
