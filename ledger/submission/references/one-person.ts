import type { Querier } from '../../query.ts';
import type { Reference, Scene } from '../dataset.ts';
import { type IdentityValues, identityOf } from '../fields/index.ts';
import { askedFor } from './known-worker.ts';

/** Whose identity documents are: ids by document (`<type> <number>`); one that is left out contradicts nobody. */
export interface Registry {
  readonly asks: 'graph' | 'database';
  readonly whose: (
    documents: readonly string[],
    scene: Scene,
    db: Querier | null,
  ) => Promise<ReadonlyMap<string, string>>;
}

/** A record that names a person by id and by document names one person (人员编号与证件一致). */
export const onePerson = ({ asks, whose }: Registry): Reference<IdentityValues, string> => ({
  name: 'one-person',
  path: 'documentNumber',
  missing: 'IDENTITY_CONTRADICTS',
  asks,
  key: namedTwice,
  async find(keys, scene, db) {
    const astray = await contradicting(keys, whose, scene, db);
    return new Map(keys.flatMap((key) => (astray.has(key) ? [] : [[key, key]])));
  },
});

type Listing<List extends string> = { readonly [Name in List]: readonly IdentityValues[] };

/** The same of everybody in a list of the record; the first who is two is blamed. */
export function onePersonEach<const List extends string>(
  { asks, whose }: Registry,
  list: List,
): readonly [Reference<Listing<List>, number>, Reference<Listing<List>, never>] {
  const first: Reference<Listing<List>, number> = {
    name: 'first-of-two-persons',
    path: list,
    missing: null,
    asks,
    key: (values) => {
      const named = values[list].map((one) => namedTwice(one) ?? '');
      return named.some((one) => one !== '') ? named.join('\n') : null;
    },
    async find(keys, scene, db) {
      const lists = keys.map((key) => key.split('\n'));
      const astray = await contradicting(
        lists.flat().filter((one) => one !== ''),
        whose,
        scene,
        db,
      );
      const places = lists.map((named) => named.findIndex((one) => astray.has(one)));
      return new Map(
        keys.flatMap((key, at): [string, number][] => (places[at] === -1 ? [] : [[key, places[at]!]])),
      );
    },
  };
  const blamed: Reference<Listing<List>, never> = {
    name: 'one-person',
    path: list,
    missing: 'IDENTITY_CONTRADICTS',
    asks,
    pathIn: (_values, found) => `${list}.${found(first)}.documentNumber`,
    key: (_values, found) => (found(first) === null ? null : 'two persons'),
    find: async () => new Map<string, never>(),
  };
  return [first, blamed];
}

/**
 * The identity registry as other departments know it, over the graph. Who is named by id is taken without it: where it does not answer,
 * what the room does not know of documents itself contradicts nothing. Nobody is registered by being compared.
 */
export const overTheGraph: Registry = {
  asks: 'graph',
  async whose(documents, scene) {
    try {
      return await askedFor(documents, scene.room);
    } catch (error) {
      if ((error as { code?: string }).code !== 'UPSTREAM_UNAVAILABLE') throw error;
      return new Map();
    }
  },
};

/** Id, type and number in one text; null where only one of both is stated. */
function namedTwice(values: IdentityValues): string | null {
  const document = identityOf(values);
  return values.workerId === null || document === null
    ? null
    : `${values.workerId} ${document.documentType} ${document.documentNumber}`;
}

async function contradicting(
  keys: readonly string[],
  whose: Registry['whose'],
  scene: Scene,
  db: Querier | null,
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const documentOf = (key: string) => key.slice(key.indexOf(' ') + 1);
  const owners = await whose([...new Set(keys.map(documentOf))], scene, db);
  return new Set(
    keys.filter((key) => {
      const owner = owners.get(documentOf(key));
      return owner !== undefined && owner !== key.slice(0, key.indexOf(' '));
    }),
  );
}
