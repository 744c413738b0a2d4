/** What a refusal tells the one who has to repair the input. `came` never holds personal data. */
export interface BadInputDetails {
  /** Path of the field, as in GraphQL: `['input', 'records', 3, 'checkAt']`. */
  path?: readonly (string | number)[];
  expected?: string;
  came?: string;
  remedy?: string;
}

/**
 * Input that cannot be understood or that the caller must change: it is answered, never logged as a fault.
 * A business "no" with fields of its own is a member of the mutation's result, not this error.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly code: string;
  /** Not `path`: an executor takes an error with a path for one that knows its place in the answer. */
  readonly field?: readonly (string | number)[];
  readonly expected?: string;
  readonly came?: string;
  readonly remedy?: string;

  constructor(code: string, message: string, details: BadInputDetails = {}) {
    super(message);
    this.code = code;
    if (details.path !== undefined) this.field = details.path;
    if (details.expected !== undefined) this.expected = details.expected;
    if (details.came !== undefined) this.came = details.came;
    if (details.remedy !== undefined) this.remedy = details.remedy;
  }

  /** The form GraphQL answers carry. The input's own path is `field`, since `path` there names the answer's place. */
  get extensions(): Record<string, unknown> {
    const { code, field, expected, came, remedy } = this;
    const told = Object.entries({ field, expected, came, remedy }).filter(([, value]) => value !== undefined);
    return { code, ...Object.fromEntries(told) };
  }
}
