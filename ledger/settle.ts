import { decide, type Decision, duplicate } from './decide.ts';
import { outdated } from './last-words.ts';
import type { Prepared } from './prepare.ts';
import type { Querier } from './query.ts';
import type { RecordStatements, StandingRow } from './record-statements.ts';
import { sparing } from './savepoint.ts';
import type { Table } from './table.ts';
import { accepted, type RecordVerdict, rejected, type VerdictCode } from './verdict.ts';

/**
 * Settles the records of facts of which some stand already. Records of one fact follow each other in the order of the
 * call, each judged against what the one before has left. With `insertsNew` the facts that do not stand are inserted
 * after what stands was withdrawn and corrected, so that one period can make room for another; without it they have
 * been tried before, and are in conflict with another record.
 */
export async function settle(
  db: Querier,
  table: Table,
  statements: RecordStatements,
  batch: readonly Prepared[],
  insertsNew: boolean,
): Promise<RecordVerdict[]> {
  const verdicts: RecordVerdict[] = [];
  const refused = new Set<Prepared>();
  const refuse = (one: Prepared, code: VerdictCode) => {
    refused.add(one);
    verdicts.push(rejected(one.index, one.row.id as string, code));
  };
  const found = await sparing(db, batch, (some) => statements.standing(db, rowsOf(some)), refuse);
  const standing = new Map(found);
  for (const round of roundsByKey(batch.filter((one) => !refused.has(one)))) {
    verdicts.push(...(await change(db, table, statements, round, standing, refuse)));
    const fresh = round.filter(({ key }) => !standing.has(key));
    const inserted = insertsNew ? await insertSparing(db, statements, fresh, refuse) : new Set();
    for (const one of fresh) {
      const id = one.row.id as string;
      if (inserted.has(id)) {
        standing.set(one.key, one.row as StandingRow);
        verdicts.push(accepted(one.index, id));
      } else if (!refused.has(one)) refuse(one, 'CONFLICTS_WITH_RECORD');
    }
  }
  return verdicts;
}

/** Inserts what conflicts with nothing. @returns the ids of what was inserted */
export async function insertSparing(
  db: Querier,
  statements: RecordStatements,
  batch: readonly Prepared[],
  refuse: (one: Prepared, code: VerdictCode) => void,
): Promise<Set<unknown>> {
  return new Set(await sparing(db, batch, (some) => statements.insert(db, rowsOf(some)), refuse));
}

/** Decides about the records of facts that stand, and brings `standing` up to date. */
async function change(
  db: Querier,
  table: Table,
  statements: RecordStatements,
  round: readonly Prepared[],
  standing: Map<string, StandingRow>,
  refuse: (one: Prepared, code: VerdictCode) => void,
): Promise<RecordVerdict[]> {
  const decided = round.flatMap((one) => {
    const old = standing.get(one.key);
    return old ? [changeOf(one, old)] : [];
  });
  const changes = await withoutOutdated(db, table, decided);
  const corrected = changes.filter(({ outcome }) => outcome === 'CORRECTED');
  const done = new Set(changes.filter(({ outcome, isRaised }) => outcome === 'DUPLICATE' && !isRaised));
  const doAll = async (some: readonly Change[], work: (rows: readonly StandingRow[]) => Promise<void>) => {
    const each = async (part: readonly Change[]) => {
      await work(part.map(({ row }) => row));
      return part;
    };
    for (const one of await sparing(db, some, each, ({ of }, code) => refuse(of, code))) {
      standing.set(one.of.key, one.row);
      done.add(one);
    }
  };
  const replace = (rows: readonly StandingRow[]) => statements.replace(db, rows);
  await doAll(
    corrected.filter(({ row }) => row.withdrawn),
    replace,
  );
  await doAll(
    corrected.filter(({ row }) => !row.withdrawn),
    replace,
  );
  await doAll(
    changes.filter(({ isRaised }) => isRaised),
    (rows) => statements.raise(db, rows),
  );
  return [...done].map(({ of, outcome, code, row }) => ({
    index: of.index,
    outcome,
    code,
    id: row.id,
    version: row.version,
  }));
}

interface Change extends Decision {
  readonly of: Prepared;
  /** What stands when the change is made. */
  readonly row: StandingRow;
  /** What stood before it. */
  readonly old: StandingRow;
}

/** Takes the fact of another source over only by what comes after the source's own last word of it. */
async function withoutOutdated(
  db: Querier,
  table: Table,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  const taking = changes.filter(
    ({ outcome, of, row, old }) =>
      outcome === 'CORRECTED' && row.sourceSystem !== old.sourceSystem && of.row.outranks === undefined,
  );
  if (taking.length === 0) return changes;
  const late = await outdated(
    db,
    table,
    taking.map(({ row }) => row),
  );
  return changes.map((one) =>
    taking.includes(one) && late.has(one.row.id)
      ? { ...one, ...duplicate('NEWER_VERSION_STANDS'), row: one.old }
      : one,
  );
}

function changeOf(one: Prepared, old: StandingRow): Change {
  const arriving = one.row as StandingRow;
  const decision = decide(old, arriving);
  if (decision.outcome === 'CORRECTED')
    return {
      ...decision,
      of: one,
      old,
      row: { ...arriving, id: old.id, version: old.version + 1, recordedAt: after(old, arriving) },
    };
  if (!decision.isRaised) return { ...decision, of: one, old, row: old };
  const { sourceVersion, sourcePlace } = arriving;
  return { ...decision, of: one, old, row: { ...old, sourceVersion, sourcePlace } };
}

/**
 * When a version is recorded: never before the one that it replaces, which a call that began later, or another hub's clock, may have
 * recorded while this one waited for the row. At every instant one version of a record stands.
 */
function after(old: StandingRow, arriving: StandingRow): Date {
  const [before, now] = [old.recordedAt as Date, arriving.recordedAt as Date];
  return now > before ? now : before;
}

const rowsOf = (batch: readonly Prepared[]) => batch.map(({ row }) => row);

/** The first record of each fact, then the second of each, and so on. */
function roundsByKey(batch: readonly Prepared[]): Prepared[][] {
  const rounds: Prepared[][] = [];
  const seen = new Map<string, number>();
  for (const one of batch) {
    const round = seen.get(one.key) ?? 0;
    seen.set(one.key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(one);
  }
  return rounds;
}
