import type { Caller } from '../../kernel/caller.ts';
import type { Fact } from '../fact.ts';
import type { Querier } from '../query.ts';
import type { VerdictCode } from '../verdict.ts';
import type { Field, Fields, ValuesOf } from './field.ts';
import type { LedgerLimits, LedgerRoom } from './room.ts';
import type { Report } from './report.ts';

export type { Field, Fields, ValuesOf };

/** When a submission is judged: business time, and its day in Asia/Shanghai. */
export interface Moment {
  readonly now: Date;
  readonly today: string;
  readonly sentAt: Date;
  readonly limits: LedgerLimits;
}

/** What a submission happens in. `db` is there once its transaction is open. */
export interface Scene {
  readonly room: LedgerRoom;
  readonly caller: Caller;
  /** On whose behalf it is submitted (来源系统). */
  readonly sourceSystem: string;
  readonly moment: Moment;
  /**
   * A rehearsal (试运行): no statement may be left anywhere, in other departments neither. What the hub keeps for itself may
   * be: an opened month, a project in the projection.
   */
  readonly isRehearsal: boolean;
  /** All or nothing (整批): with one record that is refused or waits nothing is stored. */
  readonly isAtomic: boolean;
}

/**
 * Something that records point to, looked up for all records of a call at once (引用). References are resolved in the
 * order in which a dataset names them, so that one may build on another.
 */
export interface Reference<Values, Target> {
  /** The kind of thing pointed to, such as `project`; held records wait for it under this name. */
  readonly name: string;
  /** The field that is blamed when there is none. */
  readonly path: string;
  /** Where that says more than `path` does, as which of many entries it is. */
  pathIn?(values: Values, found: Found): string;
  /** The verdict when there is none: the record is held, or rejected, as the catalogue says of the code. */
  readonly missing: VerdictCode | null;
  /** The verdict at present, where that says more than `missing` does; the same for whatever is not found, so that none of it is told. */
  missingNow?(scene: Scene, db: Querier | null): Promise<VerdictCode | null>;
  /** The key a record points to, or null when it does not. */
  key(values: Values, found: Found): string | null;
  /** The key as it may be stored while waiting: blind where it is personal. Left out, the key itself. */
  blind?(key: string, room: LedgerRoom): string;
  /** Questions to the graph come before the transaction opens (architecture §8.5); those to the database inside it. */
  readonly asks: 'graph' | 'database';
  /**
   * The dataset of another department with which it comes to be on record, where held records wait for it (跨部门等待): the
   * room follows its changes. Left out, what is this room's own is found by `releases`.
   */
  readonly comesWith?: { readonly ledger: string; readonly dataset: string };
  /** @returns what there is, by key; a key that is left out is not known, or not to this caller */
  find(keys: readonly string[], scene: Scene, db: Querier | null): Promise<ReadonlyMap<string, Target>>;
  /**
   * What is there, or was until it was taken back (已撤回), where a record cannot be written without it: by it a record is recognised that
   * is on record already. As `find`, but makes nothing; of what is another department's (`asks: 'graph'`) as far as this room's own
   * facts tell.
   */
  findGone?(keys: readonly string[], scene: Scene, db: Querier): Promise<ReadonlyMap<string, Target>>;
}

/** What a record's references led to; null when it does not point there, or nothing is there. */
export type Found = <Target>(reference: Reference<never, Target>) => Target | null;

/** What of a record is written, once it is checked and its references are found. */
export interface Written {
  /** By property of the fact; sealed columns in plain text. */
  readonly content: Record<string, unknown>;
  readonly occurredAt: Date;
  /**
   * The version of the fact that this one adds to (承接), as an exit adds to its entry: it is written above it, though it
   * was stated before.
   */
  readonly follows?: bigint;
  /** It takes the fact over from another source (接办), as a body does a complaint that was lodged with it. */
  readonly takesOver?: boolean;
  /** Facts that belong to this one and are stated with it (`Dataset.lines`): all of them, so that those left out are withdrawn. */
  readonly lines?: readonly {
    readonly content: Record<string, unknown>;
    readonly occurredAt: Date;
    readonly id?: string;
  }[];
}

/** Facts that are stated with the dataset's own, as the entries of a payroll sheet. */
export interface LinesOf {
  readonly fact: Fact;
  /** Properties that a line shares with the fact it belongs to; parts of the natural keys of both. */
  readonly within: readonly string[];
}

/** Master data that several sources state (多来源主数据, architecture §3.4): each keeps a claim, and one of them is shown. */
export interface ClaimsOf {
  /** One source's word: the content of the dataset's fact, with `claimedBy` as the last part of its natural key. */
  readonly fact: Fact;
  /** The authority rule (权威规则): the lowest is shown; of equals the one that is shown stays. */
  readonly rankOf: (sourceSystem: string, content: Content) => number;
  /** What the hub itself settles of claims that come to be shown (采用时核定), in their order. */
  readonly asShown?: (contents: readonly Content[], db: Querier) => Promise<readonly Content[]>;
}

type Content = Readonly<Record<string, unknown>>;

/** One kind of record that can be submitted (数据集), with all that the pipeline must know of it. */
export interface Dataset<Values = never> {
  /** A value of the SDL's enum `DatasetName`, such as `ATTENDANCE`. */
  readonly name: string;
  /** The mutation that takes it, such as `submitAttendance`. */
  readonly operation: string;
  /** Whoever has one of these may submit it, and take back what was: the same as the mutation's `@requiresScopes`. */
  readonly scopes: readonly string[];
  readonly fact: Fact;
  readonly lines?: LinesOf;
  readonly claims?: ClaimsOf;
  /**
   * Whom its records are about must not learn that there are any (对当事单位保密): held ones are shown to their sender alone, and no
   * source of it is named with a project.
   */
  readonly isConfidential?: boolean;
  /** A monthly fact's value `occurredAt` says which month is opened before the transaction. */
  readonly fields: Fields;
  /** Pure: what fields say together, and against the moment. */
  readonly check?: (values: Values, report: Report, moment: Moment, caller: Caller) => void;
  readonly references: readonly Reference<Values, unknown>[];
  /** Checks that need what the references led to. */
  readonly checkFound?: (
    values: Values,
    found: Found,
    report: Report,
    moment: Moment,
    caller: Caller,
  ) => void;
  readonly write: (values: Values, found: Found, moment: Moment) => Written;
  /** Work in the transaction before the records are written, such as registering identities. */
  readonly prepare?: (records: readonly Values[], scene: Scene, db: Querier) => Promise<void>;
  /** Work in the transaction after it, for the records that became or changed facts. */
  readonly conclude?: (written: readonly Written[], scene: Scene, db: Querier) => Promise<void>;
  /** Fields whose plain values identify the record at its source while it is held. */
  readonly heldBy: readonly string[];
  /** The device a record names, for a vendor's daily figures. */
  readonly deviceOf?: (values: Values) => string | null;
  /**
   * Which of these facts others stand on, so that they cannot be taken back (撤回条件), by their ids, and what their sender is
   * told. Asked in the transaction of the withdrawal, after what else it takes back, of all at once in the order in which they go.
   */
  readonly heldFast?: (rows: readonly Content[], db: Querier) => Promise<ReadonlyMap<string, VerdictCode>>;
  /**
   * Which of these facts others still name (仍被引用), by their ids, and what their sender is told, though they are taken back all the
   * same. Asked in the transaction of the withdrawal, after all that it takes back.
   */
  readonly stillNamed?: (
    rows: readonly Content[],
    scene: Scene,
    db: Querier,
  ) => Promise<ReadonlyMap<string, VerdictCode>>;
  /**
   * Whether a fact was taken over from another source (`Written.takesOver`): taken back, it is that source's again (退回接办), as it
   * stated it last.
   */
  readonly wasTakenOver?: (content: Content) => boolean;
  /** Newly recorded facts that held records may be waiting for, by the name of the reference. */
  readonly releases?: (content: Readonly<Record<string, unknown>>, room: LedgerRoom) => readonly Awaited[];
}

export interface Awaited {
  readonly name: string;
  readonly key: string;
}

/** Whether a caller may submit the dataset (报送权限); to others its records are not there to be taken back. */
export const maySubmit = ({ scopes }: Caller, dataset: Dataset): boolean =>
  dataset.scopes.some((scope) => scopes.includes(scope));

/** States a dataset; its values are typed by its fields. */
export function dataset<const F extends Fields>(
  stated: Omit<Dataset<NoInfer<ValuesOf<F>>>, 'fields'> & { readonly fields: F },
): Dataset {
  return stated as unknown as Dataset;
}
