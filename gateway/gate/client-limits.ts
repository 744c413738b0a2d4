import { LRUCache } from 'lru-cache';
import type { Caller } from '../../kernel/caller.ts';
import type { Config } from '../../kernel/config.ts';
import { isAnonymous } from '../callers/anonymous.ts';
import { refusal } from '../refusal.ts';

const MOST_CLIENTS = 20_000;
const WAITING_TO_WORKING = 8;
const MINUTE_MS = 60_000;

/**
 * What one client may take of the hub, so that a noisy one slows nobody but itself (单一客户端限额): cost a minute, and
 * requests at once. A client is one program or person of one organisation. Callers that came in by a door or are the
 * hub itself are not counted, doors have bounds of their own; nor is anybody where nobody can be told from another.
 */
export interface ClientLimits {
  /** Refuses at once who has spent what a minute gives, before anything is read. Throws `CLIENT_BUDGET_SPENT`. */
  refuseSpent(caller: Caller): void;
  /** Takes the cost of an operation off the client's budget; one that has none left is refused likewise. */
  charge(caller: Caller, cost: number): void;
  /**
   * Waits for the client's turn. Throws `CLIENT_BUSY` when too many wait already.
   * @returns what gives the place to the next one, to be called once; undefined for who is not counted
   */
  enter(caller: Caller): Promise<() => void> | undefined;
}

interface Client {
  /** Cost that has not drained yet; it drains evenly, a whole budget a minute. */
  spent: number;
  at: number;
  working: number;
  waiting: (() => void)[];
}

export function clientLimits(
  { clientCost, clientRequests }: Pick<Config, 'clientCost' | 'clientRequests'>,
  now: () => number = () => performance.now(),
): ClientLimits {
  const clients = new LRUCache<string, Client>({ max: MOST_CLIENTS });
  const clientOf = (caller: Caller): Client | undefined => {
    if (caller.assurance !== 'TOKEN' || isAnonymous(caller)) return undefined;
    const name = `${caller.organisation}\n${caller.person ?? ''}`;
    const known = clients.get(name) ?? { spent: 0, at: now(), working: 0, waiting: [] };
    clients.set(name, known);
    return known;
  };
  const drain = (client: Client): void => {
    const at = now();
    client.spent = Math.max(0, client.spent - ((at - client.at) / MINUTE_MS) * clientCost);
    client.at = at;
  };
  // The last one may go over, so that a dear operation is not shut out for good; then it is waited for.
  const refuse = (client: Client | undefined): void => {
    if (client === undefined || clientCost === 0) return;
    drain(client);
    if (client.spent < clientCost) return;
    const seconds = Math.ceil(((client.spent - clientCost) / clientCost) * (MINUTE_MS / 1000)) || 1;
    throw refusal(
      'CLIENT_BUDGET_SPENT',
      `more was asked for than a cost of ${clientCost} a minute`,
      { limit: clientCost, retryAfter: seconds },
      { 'retry-after': String(seconds) },
    );
  };
  return {
    refuseSpent: (caller) => refuse(clientOf(caller)),
    charge(caller, cost) {
      const client = clientOf(caller);
      refuse(client);
      if (client !== undefined) client.spent += cost;
    },
    enter(caller) {
      const client = clientRequests === 0 ? undefined : clientOf(caller);
      return client && entered(client, clientRequests);
    },
  };
}

async function entered(client: Client, most: number): Promise<() => void> {
  await turn(client, most);
  return () => {
    const next = client.waiting.shift();
    // Whoever comes next takes over the place.
    if (next) next();
    else client.working -= 1;
  };
}

function turn(client: Client, most: number): Promise<void> | undefined {
  if (client.working < most) {
    client.working += 1;
    return undefined;
  }
  if (client.waiting.length >= WAITING_TO_WORKING * most)
    throw refusal(
      'CLIENT_BUSY',
      'too many requests of this client wait already',
      { retryAfter: 1 },
      { 'retry-after': '1' },
    );
  return new Promise((resolve) => client.waiting.push(resolve));
}
