// How the text of a setting is read. Each throws an `Error` whose message says what is expected.

export function text(given: string): string {
  if (given.trim() !== given || given === '') throw new Error('a text without spaces around it');
  return given;
}

export function oneOf<const Word extends string>(...words: Word[]): (given: string) => Word {
  return (given) => {
    const word = words.find((known) => known === given);
    if (word === undefined) throw new Error(`one of ${words.join(', ')}`);
    return word;
  };
}

// Not Number(): that would read '', '0x10' and '1e3'.
export function integer(least: number, most: number): (given: string) => number {
  return (given) => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (!(value >= least && value <= most)) throw new Error(`a whole number from ${least} to ${most}`);
    return value;
  };
}

export function fraction(given: string): number {
  const value = /^(0|1|[01]?\.\d{1,9})$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= 0 && value <= 1)) throw new Error('a number from 0 to 1');
  return value;
}

export function instant(given: string): Date {
  const at = new Date(given);
  const isRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(given);
  if (!isRfc3339 || Number.isNaN(at.getTime())) throw new Error('an RFC 3339 instant with its offset');
  return at;
}

export function month(given: string): string {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(given)) throw new Error('a month from 2000-01 to 2099-12 as YYYY-MM');
  return given;
}

export function sourceSystems(given: string): readonly string[] {
  const listed = given
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (!listed.every((one) => /^[\w./-]{1,64}$/.test(one)))
    throw new Error('names of source systems, separated by commas');
  return Object.freeze(listed);
}

export function postgresUrl(given: string): string {
  const protocol = URL.parse(given)?.protocol;
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') throw new Error('a postgres:// URL');
  return given;
}

const MEMORY = ['shared_buffers', 'effective_cache_size', 'work_mem', 'maintenance_work_mem', 'max_wal_size'];

/** Sizes of PostgreSQL by their own names; nothing on which it hangs that what is acknowledged is kept. */
export function postgresMemory(given: string): Readonly<Record<string, string>> {
  const sizes = given
    .split(',')
    .filter((piece) => piece.trim() !== '')
    .map((piece) => /^([a-z_]+)=(\d{1,9}(?:MB|GB))$/.exec(piece.trim()) ?? []);
  const names = sizes.map(([, name]) => name);
  if (!names.every((name) => MEMORY.includes(name!)) || new Set(names).size < names.length)
    throw new Error(`a list such as shared_buffers=2GB,max_wal_size=8GB of ${MEMORY.join(', ')}, each once`);
  return Object.freeze(Object.fromEntries(sizes.map(([, name, size]) => [name!, size!])));
}

export function httpUrl(given: string): string {
  if (!/^https?:\/\/[^@]+$/.test(given) || !URL.canParse(given))
    throw new Error('an http(s):// address without a password');
  return given;
}

export function namedUrls(given: string): Readonly<Record<string, string>> {
  const urls: Record<string, string> = {};
  for (const part of given.split(',').filter((piece) => piece.trim() !== '')) {
    const [, name, url] = /^([a-z][a-z-]*)=(https?:\/\/.+)$/.exec(part.trim()) ?? [];
    if (name === undefined || url === undefined || !URL.canParse(url) || name in urls)
      throw new Error('a list name=http(s)://address,… with each name once');
    urls[name] = url;
  }
  return Object.freeze(urls);
}
