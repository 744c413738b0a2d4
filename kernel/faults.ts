/** Something of ours or of a neighbour broke. Callers see the code; the message and the cause are for the log. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;
  readonly httpStatus: number;

  constructor(code: string, httpStatus: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.httpStatus = httpStatus;
  }

  /** The form GraphQL answers carry; Apollo Server reads `http.status`. */
  get extensions(): Record<string, unknown> {
    return { code: this.code, http: { status: this.httpStatus } };
  }

  /** Keeps the error that led here: `throw faults.DATABASE_UNAVAILABLE('banking').because(error)`. */
  because(cause: unknown): this {
    this.cause = cause;
    return this;
  }
}

/**
 * The catalogue of faults. Each entry makes the error: `throw faults.UPSTREAM_TIMEOUT('banking')`.
 * No message takes a resident number, an account number or a key.
 */
export const faults = {
  UNAUTHENTICATED: fault(
    'UNAUTHENTICATED',
    401,
    (why = 'no valid token') => `who is asking is not known: ${why}`,
  ),
  FORBIDDEN: fault('FORBIDDEN', 403, (what = 'this') => `the caller may not have ${what}`),
  SEAL_INVALID: fault(
    'SEAL_INVALID',
    401,
    (sender: string) => `the signature of ${sender} does not match the message`,
  ),
  ASSERTION_INVALID: fault(
    'ASSERTION_INVALID',
    401,
    (why: string) => `the assertion about the caller does not hold: ${why}`,
  ),
  ASSERTION_EXPIRED: fault('ASSERTION_EXPIRED', 401, () => 'the assertion about the caller is past its time'),
  ASSERTION_REPLAYED: fault(
    'ASSERTION_REPLAYED',
    401,
    () => 'the assertion about the caller was used before',
  ),
  ASSERTION_MEMORY_FULL: fault(
    'ASSERTION_MEMORY_FULL',
    503,
    () => 'too many assertions are remembered to tell a replay; try again within a minute',
  ),
  OPERATION_REFUSED: fault(
    'OPERATION_REFUSED',
    400,
    (why: string) => `the operation is not accepted: ${why}`,
  ),
  OVERLOADED: fault('OVERLOADED', 503, (what: string) => `${what} has too much to do; try again later`),
  CANCELLED: fault('CANCELLED', 499, () => 'the caller left before the answer was ready'),
  UPSTREAM_UNAVAILABLE: fault(
    'UPSTREAM_UNAVAILABLE',
    503,
    (system: string) => `${system} could not be reached`,
  ),
  UPSTREAM_TIMEOUT: fault('UPSTREAM_TIMEOUT', 504, (system: string) => `${system} did not answer in time`),
  UPSTREAM_MALFORMED: fault(
    'UPSTREAM_MALFORMED',
    502,
    (system: string) => `${system} gave an answer that cannot be read`,
  ),
  DATABASE_UNAVAILABLE: fault(
    'DATABASE_UNAVAILABLE',
    503,
    (system: string) => `the database of ${system} could not be reached`,
  ),
  KEY_UNKNOWN: fault('KEY_UNKNOWN', 500, (name: string) => `the keyring has no key ${name}`),
  KEYRING_UNSAFE: fault('KEYRING_UNSAFE', 500, (why: string) => `the keyring is not used: ${why}`),
  SEALED_VALUE_INVALID: fault(
    'SEALED_VALUE_INVALID',
    500,
    (place: string) => `the sealed value at ${place} was altered or belongs elsewhere`,
  ),
  CONFIGURATION_INVALID: fault(
    'CONFIGURATION_INVALID',
    500,
    (problems: string) => `the configuration cannot be used:\n${problems}`,
  ),
  SCHEMA_INVALID: fault(
    'SCHEMA_INVALID',
    500,
    (problems: string) => `the schema cannot be used:\n${problems}`,
  ),
  INTERNAL: fault('INTERNAL', 500, (incident = 'unnumbered') => `something broke (incident ${incident})`),
} as const;

export type FaultCode = keyof typeof faults;

function fault<Words extends string[]>(code: string, httpStatus: number, say: (...words: Words) => string) {
  return (...words: Words): Fault => new Fault(code, httpStatus, say(...words));
}
