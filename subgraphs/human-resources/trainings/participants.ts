import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import type { IdentityValues } from '../../../ledger/submission/fields/index.ts';
import {
  askedFor,
  identified,
  isNobody,
  knownWorker,
} from '../../../ledger/submission/references/known-worker.ts';

/** Whom a training names, each as the hub knows them. */
export interface Participants {
  /** By place; null where nobody is known. */
  readonly workerIds: readonly (string | null)[];
  /** The first person who is not known, as the record names them. */
  readonly firstMissing: string | null;
  /** The first place that names a person once more; -1 when none does. */
  readonly repeatedAt: number;
  /** A digest under the department's key: the workers of a small course could be guessed from a bare one. */
  readonly digest: Buffer;
}

interface OfTraining {
  readonly projectCode: string | null;
  readonly participants: readonly IdentityValues[];
}

/**
 * All participants of all trainings of a call (参训人员), in one question to the identity registry; in another, who is new is registered,
 * but by no training that is refused or waits for what it says of them.
 */
export const participants: Reference<OfTraining, Participants> = {
  name: 'participants',
  path: 'participants',
  missing: null,
  asks: 'graph',
  key: (values) => values.participants.map(personKey).join('\n'),
  async find(keys, scene) {
    const trainings = keys.map((key) => (key === '' ? [] : key.split('\n')));
    const { room, isRehearsal } = scene;
    const known = await askedFor([...new Set(trainings.flat())], room);
    const judged = trainings.map((named) => ({
      named,
      firstMissing: named.find((person) => !known.has(person)) ?? null,
      repeatedAt: repeatedAt(named.map((person) => known.get(person) ?? person)),
    }));
    const sound = judged.filter((one) => one.firstMissing === null && one.repeatedAt < 0);
    const strangers = new Set(sound.flatMap(({ named }) => named).filter((one) => isNobody(known.get(one)!)));
    const fresh = isRehearsal ? new Map<string, string>() : await identified([...strangers], room);
    return new Map(
      judged.map(({ named, ...found }, at) => {
        const workerIds = named.map((person) => fresh.get(person) ?? known.get(person) ?? null);
        return [
          keys[at]!,
          {
            ...found,
            workerIds,
            digest: room.sealer.index([...workerIds].sort().join('\n'), 'participants of a training'),
          },
        ];
      }),
    );
  },
};

/** A training waits for the first of its participants who is not known. */
export const missingParticipant: Reference<OfTraining, never> = {
  ...(knownWorker as unknown as Reference<OfTraining, never>),
  pathIn: (_values, found) => `participants.${found(participants)?.workerIds.indexOf(null)}`,
  key: (_values, found) => found(participants)?.firstMissing ?? null,
  find: async () => new Map<string, never>(),
};

/** Whether everybody has a labour contract for the project on record (劳动合同). */
export const contracted: Reference<OfTraining, boolean> = {
  name: 'contracted',
  path: 'participants',
  missing: null,
  asks: 'database',
  key: ({ projectCode }, found) => [projectCode, ...found(participants)!.workerIds].join(' '),
  async find(keys, _scene, db) {
    const trainings = keys.map((key) => key.split(' '));
    const pairs = trainings.flatMap(([projectCode, ...ids]) => ids.map((id) => [projectCode!, id] as const));
    const rows = await db!.rows<{ pair: string }>(sql`
      select distinct c.project_code || ' ' || c.worker_id as pair from human_resources.labour_contract c
       where not c.withdrawn and (c.project_code, c.worker_id) in (select * from unnest(
         ${arrayLiteral(pairs.map(([code]) => code))}::text[], ${arrayLiteral(pairs.map(([, id]) => id))}::uuid[]))`);
    const known = new Set(rows.map(({ pair }) => pair));
    return new Map(
      trainings.map(([projectCode, ...ids], at) => [
        keys[at]!,
        ids.every((id) => known.has(`${projectCode} ${id}`)),
      ]),
    );
  },
};

/** The first place of somebody who stands before it already; -1 when there is none. */
function repeatedAt(ids: readonly string[]): number {
  const seen = new Set<string>();
  return ids.findIndex((one) => seen.size === seen.add(one).size);
}

const personKey = (values: IdentityValues): string | null => knownWorker.key(values, () => null);
