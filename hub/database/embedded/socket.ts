import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A Unix socket's path may have 107 bytes; with the name of the file in it the folder has this many. */
const LONGEST_FOLDER = 107 - '/.s.PGSQL.65535'.length;

/**
 * The folder of the server's Unix socket (套接字), made anew: a killed server leaves its files there. Every statement over it costs hub
 * and server about half of what one over TCP does. Undefined where the path would be longer than a socket's may be.
 */
export async function socketFolder(folder: string): Promise<string | undefined> {
  const sockets = join(folder, 'socket');
  await rm(sockets, { recursive: true, force: true });
  if (Buffer.byteLength(sockets) > LONGEST_FOLDER) return undefined;
  await mkdir(sockets);
  return sockets;
}

/** What a server says that the file system allows no socket. */
export const SOCKET_REFUSED = /Unix(-domain)? socket/;

/** The address of a database on a server of this machine: over its socket, or over TCP where it has none. */
export function localUrl(database: string, port: number, sockets: string | undefined): URL {
  const url = new URL(`postgres://127.0.0.1:${port}/${database}`);
  // The host of the address stays, so that it can be read as one; the driver goes by the parameter.
  if (sockets !== undefined) url.searchParams.set('host', sockets);
  return url;
}
