import type { Misfit } from './misfit.ts';

/**
 * How another system's records become records of the standard (映射): one rule per standard field, read from YAML by
 * `readMapping` and run by `applyMapping`. It knows no department and no protocol.
 */
export interface Mapping {
  readonly name: string;
  /** Stated by its author (版本); part of the keys under which an import is resent. */
  readonly version: string;
  /** The dataset that the records belong to, such as `ATTENDANCE`; null when the caller of the mapping decides. */
  readonly dataset: string | null;
  readonly rules: readonly Rule[];
  /** Path of a standard field → the name by which its sender knows it, so that verdicts speak the sender's words. */
  readonly backwards: ReadonlyMap<string, string>;
}

/** One standard field and where its value comes from. */
export interface Rule {
  /** The standard field. */
  readonly to: string;
  /** Its foreign name, as the mapping's author writes it: the first of its aliases. */
  readonly foreign: string;
  /** Foreign fields whose texts are joined, each by its aliases; one for a plain field, none for a constant. */
  readonly parts: readonly Part[];
  readonly separator: string;
  readonly constant: unknown;
  /** What stands for a field left empty; undefined when nothing does. */
  readonly fallback: unknown;
  /** Why an empty field is none, where one is wanted. */
  readonly missing: Misfit | null;
  readonly whenEmpty: 'omit' | 'null';
  /** Texts that mean nothing was stated, such as `-` or `无`. */
  readonly emptyTexts: ReadonlySet<string>;
  readonly decrypt: boolean;
  /** Turns the text into the standard's value; null leaves the value as it came. */
  readonly step: Step | null;
}

export interface Part {
  readonly foreign: string;
  /** The aliases, folded (see `foldName`). */
  readonly names: readonly string[];
}

/** @returns the value, or why the text is none */
export type Step = (text: string) => unknown | Misfit;

/** What the surroundings give a mapping. */
export interface MappingServices {
  /** Opens a field that its sender encrypted; throws when it cannot. */
  readonly decrypt?: (text: string) => string;
}

/** Why one field of one record could not be read. It never holds the value. */
export interface MappingFinding {
  /** The foreign field. */
  readonly field: string;
  /** The standard field. */
  readonly to: string;
  /** A code of the verdict catalogue, such as `CODE_UNKNOWN`. */
  readonly code: string;
  readonly expected: string;
}

export interface Mapped {
  readonly fields: Record<string, unknown>;
  readonly findings: readonly MappingFinding[];
}
