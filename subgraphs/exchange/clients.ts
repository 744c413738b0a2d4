import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { type Caller, parseCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import type { SealedPlace, Sealer } from '../../kernel/sealing.ts';
import type { ExchangeDatabase } from './database.ts';

/** Which door a client comes to: the 603号 interface, the national early-warning exchange, signed requests. */
export type ClientInterface = 'REAL_NAME' | 'NATIONAL' | 'SM2';

/** How one client's messages differ from the notes; what each name means is said where the door reads it. */
export type ClientSettings = Readonly<Record<string, string | number | boolean>>;

export interface NewClient {
  readonly interface: ClientInterface;
  /** What its messages name it by: appid, or key id. */
  readonly name: string;
  readonly organisation: string;
  /** appsecret, for REAL_NAME. */
  readonly secret?: string;
  /** PEM of an SM2 public key, for the others. */
  readonly publicKey?: string;
  readonly caller: Caller;
  readonly sourceSystem: string;
  readonly settings?: ClientSettings;
  readonly isDemo?: boolean;
}

/** A machine client of a door (接口客户端). */
export interface RegisteredClient extends NewClient {
  readonly settings: ClientSettings;
  readonly isDemo: boolean;
  readonly madeAt: Date;
  readonly disabledAt: Date | null;
}

// A client that was closed is refused within this time; asking the database for every call would cost as much as the call.
const FRESH_MS = 1_000;
const KNOWN = 10_000;

/** Who may come to the hub's own doors, with which key and within which bounds. */
export class ClientRegistry {
  readonly #db: ExchangeDatabase;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #known = new LRUCache<string, Promise<RegisteredClient | undefined>>({
    max: KNOWN,
    ttl: FRESH_MS,
  });

  constructor(db: ExchangeDatabase, sealer: Sealer, clock: Clock) {
    this.#db = db;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  /** The client in force under this name, whatever the case of its letters; undefined when there is none or it is closed. */
  find(kind: ClientInterface, name: string): Promise<RegisteredClient | undefined> {
    const key = `${kind} ${name.toLowerCase()}`;
    const known = this.#known.get(key);
    if (known) return known;
    const asked = this.#find(kind, name);
    this.#known.set(key, asked);
    // What could not be asked is not remembered.
    asked.catch(() => this.#known.delete(key));
    return asked;
  }

  /** Registers a client, or changes the one of that name; one that was closed is open again. */
  async put(client: NewClient): Promise<void> {
    const at = this.#clock.now();
    await this.#db.write(async (tx) => {
      const [known] = await tx.rows<{ id: string }>(sql`
        select id from hub.client where interface = ${client.interface} and lower(name) = lower(${client.name})`);
      const id = known?.id ?? newRecordId(at);
      const secret = client.secret === undefined ? null : this.#sealer.seal(client.secret, placeOf(id));
      const [caller, settings] = [JSON.stringify(client.caller), JSON.stringify(client.settings ?? {})];
      await tx.rows(sql`
        insert into hub.client (id, interface, name, organisation, secret, public_key, caller, source_system, settings, is_demo, made_at)
        values (${id}, ${client.interface}, ${client.name}, ${client.organisation}, ${secret}, ${client.publicKey ?? null},
                ${caller}::jsonb, ${client.sourceSystem}, ${settings}::jsonb, ${client.isDemo ?? false}, ${at})
        on conflict (id) do update set name = excluded.name, organisation = excluded.organisation, secret = excluded.secret,
               public_key = excluded.public_key, caller = excluded.caller, source_system = excluded.source_system,
               settings = excluded.settings, is_demo = excluded.is_demo, disabled_at = null`);
    });
    this.#known.clear();
  }

  /** Closes a client; its facts and calls stay. @returns false when there is none, or it is closed already */
  async disable(kind: ClientInterface, name: string): Promise<boolean> {
    const rows = await this.#db.write((tx) =>
      tx.rows(sql`
        update hub.client set disabled_at = ${this.#clock.now()}
         where interface = ${kind} and lower(name) = lower(${name}) and disabled_at is null returning 1 as done`),
    );
    this.#known.clear();
    return rows.length > 0;
  }

  /** Every client, closed ones included, without secrets. */
  async list(): Promise<Omit<RegisteredClient, 'secret'>[]> {
    const rows = await this.#db.write((tx) =>
      tx.rows<ClientRow>(sql`select * from hub.client order by interface, name`),
    );
    return rows.map((row) => withoutSecret(row));
  }

  async #find(kind: ClientInterface, name: string): Promise<RegisteredClient | undefined> {
    const [row] = await this.#db.ask<ClientRow>(sql`
      select * from hub.client where interface = ${kind} and lower(name) = lower(${name}) and disabled_at is null`);
    if (row === undefined) return undefined;
    return {
      ...withoutSecret(row),
      ...(row.secret && { secret: this.#sealer.open(row.secret, placeOf(row.id)) }),
    };
  }
}

interface ClientRow {
  id: string;
  interface: ClientInterface;
  name: string;
  organisation: string;
  secret: Buffer | null;
  public_key: string | null;
  caller: unknown;
  source_system: string;
  settings: ClientSettings;
  is_demo: boolean;
  made_at: Date;
  disabled_at: Date | null;
}

const withoutSecret = (row: ClientRow): Omit<RegisteredClient, 'secret'> => ({
  interface: row.interface,
  name: row.name,
  organisation: row.organisation,
  ...(row.public_key !== null && { publicKey: row.public_key }),
  caller: parseCaller(row.caller),
  sourceSystem: row.source_system,
  settings: row.settings,
  isDemo: row.is_demo,
  madeAt: row.made_at,
  disabledAt: row.disabled_at,
});

const placeOf = (id: string): SealedPlace => ({ dataset: 'client', column: 'secret', recordId: id });
