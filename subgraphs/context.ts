import DataLoader from 'dataloader';
import type { RawBuilder } from 'kysely';
import type { Caller } from '../kernel/caller.ts';
import type { Classification } from '../kernel/classification.ts';
import type { Fact, RowOf, ShownOf } from '../ledger/fact.ts';
import type { OrderBy, Page, PageRequest } from '../ledger/reader.ts';
import type { Column } from '../ledger/table.ts';
import type { AskedFields } from './asked-fields.ts';
import { Session } from './session.ts';
import type { Store } from './store.ts';

export interface Asking {
  readonly caller: Caller;
  readonly clear: readonly Classification[];
  readonly asOf: Date | null;
  readonly requestId: string;
}

/** A list below many parents: one page for each, read together. */
export interface PagesBelow extends PageRequest {
  /** How a row belongs to its parent `k.key`, where it is not by the property. */
  readonly link?: RawBuilder<unknown>;
  /** What tells this question from another on the same fact, since SQL fragments cannot be compared. */
  readonly question: string;
}

/** What a resolver knows of one request: who asks, of which instant, and the loaders that join its questions. */
export class SubgraphContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly session: Session;
  readonly store: Store;
  /** What the operation in hand asks for; unknown until it is read. */
  asked: AskedFields | null = null;
  readonly #clear: ReadonlySet<Classification>;
  readonly #loaders = new Map<string, unknown>();
  readonly #known = new Map<string, unknown>();

  constructor(store: Store, asking: Asking) {
    this.store = store;
    this.caller = asking.caller;
    this.requestId = asking.requestId;
    this.session = new Session(store.pool, asking.caller, asking.asOf, store.databaseSchema);
    this.#clear = new Set<Classification>(['GENERAL', ...asking.clear]);
  }

  /** Business time: the instant asked about, otherwise the hub's clock. */
  get now(): Date {
    return this.session.asOf ?? this.store.clock.now();
  }

  sees(level: Classification): boolean {
    return this.#clear.has(level);
  }

  /** A loader of this request, made once: it remembers what its caller was allowed to see. */
  loader<Key, Value>(
    name: string,
    batch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  ): DataLoader<Key, Value> {
    const known = this.#loaders.get(name) as DataLoader<Key, Value> | undefined;
    if (known) return known;
    const loader = new DataLoader<Key, Value>(batch, {
      batchScheduleFn: (dispatch) => this.session.whenAnswered(dispatch),
    });
    this.#loaders.set(name, loader);
    return loader;
  }

  /** What is the same for many of a request's objects, worked out once: of what it is, its name says. */
  once<Value>(name: string, work: () => Value): Value {
    if (!this.#known.has(name)) this.#known.set(name, work());
    return this.#known.get(name) as Value;
  }

  /** Ends reading and forgets what was read, as it may be otherwise behind a change (变更). */
  async forget(): Promise<void> {
    await this.session.endReading();
    this.#loaders.clear();
    this.#known.clear();
  }

  /** The fact whose property has this value, or null: absent and forbidden look the same. */
  one<F extends Fact>(fact: F, property: string, key: string): Promise<RowOf<F> | null> {
    return this.many(fact, property, key).then((rows) => rows[0] ?? null);
  }

  /** All facts whose property has this value; for lists that are short by their nature. */
  many<F extends Fact>(
    fact: F,
    property: string,
    key: string,
    orderBy?: readonly OrderBy[],
  ): Promise<RowOf<F>[]> {
    return this.#rowsOf(fact, property, key, orderBy, null);
  }

  #rowsOf<Row>(
    fact: Fact,
    property: string,
    key: string,
    orderBy: readonly OrderBy[] | undefined,
    columns: readonly Column[] | null,
  ): Promise<Row[]> {
    const part = columns?.map((one) => one.property).join();
    return this.loader<string, Row[]>(
      `many ${fact.name}.${property} ${part} ${JSON.stringify(orderBy)}`,
      async (keys) => {
        const byKey = await this.store
          .reader(fact)
          .byKeys(this.session, property, keys, { ...(orderBy && { orderBy }), columns });
        return keys.map((one) => (byKey.get(one) ?? []) as Row[]);
      },
    ).load(key);
  }

  /**
   * The same three for rows of which nothing but the answer is made: only the columns that the operation shows are read (按需取列).
   * A resolver that looks into a row asks for it whole, by the names above.
   */
  async showOne<F extends Fact>(fact: F, property: string, key: string): Promise<ShownOf<F> | null> {
    const [row] = await this.showMany(fact, property, key);
    return row ?? null;
  }

  /** @param also what the resolver itself looks at in the rows */
  showMany<F extends Fact, Property extends keyof RowOf<F> & string = never>(
    fact: F,
    property: string,
    key: string,
    orderBy?: readonly OrderBy[],
    also: readonly Property[] = [],
  ): Promise<(ShownOf<F> & Pick<RowOf<F>, Property>)[]> {
    return this.#rowsOf(fact, property, key, orderBy, this.#shown(fact, [property, ...also]));
  }

  /** Of all facts whose property has this value no more than some columns; for code that looks at them, and never for an answer. */
  partOfMany<F extends Fact, Property extends keyof RowOf<F> & string>(
    fact: F,
    property: keyof RowOf<F> & string,
    key: string,
    properties: readonly Property[],
    orderBy?: readonly OrderBy[],
  ): Promise<Pick<RowOf<F>, Property>[]> {
    const columns = this.store.table(fact).some([property, ...properties]);
    return this.#rowsOf(fact, property, key, orderBy, columns);
  }

  showPageBelow<F extends Fact>(
    fact: F,
    property: string,
    key: string,
    pages: PagesBelow,
  ): Promise<Page<ShownOf<F>>> {
    const columns = this.#shown(fact, [property, ...pages.orderBy.map((one) => one.property)]);
    return this.pageBelow(fact, property, key, { ...pages, columns }) as Promise<Page<never>>;
  }

  /** One page of a whole list, of which nothing but the answer is made. */
  showPage<F extends Fact>(fact: F, request: PageRequest): Promise<Page<ShownOf<F>>> {
    const columns = this.#shown(
      fact,
      request.orderBy.map((one) => one.property),
    );
    return this.store.reader(fact).page(this.session, { ...request, columns }) as Promise<Page<never>>;
  }

  /** What is read of a row that is only shown, and what finding and ordering it takes. */
  #shown(fact: Fact, also: readonly string[]): readonly Column[] | null {
    return this.asked?.columns(this.store.table(fact), also) ?? null;
  }

  /** One page of the facts below this parent, asked together with the pages below its siblings. */
  pageBelow<F extends Fact>(
    fact: F,
    property: string,
    key: string,
    pages: PagesBelow,
  ): Promise<Page<RowOf<F>>> {
    const { question, first, after, last, before, orderBy } = pages;
    const part = pages.columns ? 'part of page' : 'page';
    const name = `${part} ${fact.name}.${property} ${JSON.stringify([question, first, after, last, before, orderBy])}`;
    return this.loader<string, Page<RowOf<F>>>(name, async (keys) => {
      const byKey = await this.store.reader(fact).pagesByKey(this.session, property, keys, pages, pages.link);
      return keys.map((one) => byKey.get(one)!);
    }).load(key);
  }

  /** The plain text of a sealed column; the masks of the schema are applied after it. */
  open<F extends Fact, Property extends keyof RowOf<F> & string>(
    fact: F,
    row: Pick<RowOf<F>, Property | (keyof RowOf<F> & 'id')>,
    property: Property,
  ): string | null {
    const column = this.store.table(fact).column(property);
    const values = row as Record<string, unknown>;
    const sealed = values[property];
    if (sealed === null || sealed === undefined) return null;
    return this.store.sealer.open(sealed as Buffer, {
      dataset: fact.table,
      column: column.name,
      recordId: values.id as string,
    });
  }
}
