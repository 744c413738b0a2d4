const requests = new WeakMap<object, string>();

/**
 * Says to which request an error belongs. It is made far from where that is known, and written into the log far from it
 * again, through servers and formatters that know errors only.
 */
export function belongsTo(error: unknown, requestId: string): void {
  for (const one of withOrigins(error)) requests.set(one, requestId);
}

/** The id of the request that an error, or what it wraps, belongs to. */
export function requestOf(error: unknown): string | undefined {
  for (const one of withOrigins(error)) {
    const known = requests.get(one);
    if (known !== undefined) return known;
  }
  return undefined;
}

function* withOrigins(error: unknown): Generator<object> {
  for (let one = error; typeof one === 'object' && one !== null; ) {
    yield one;
    one = (one as { originalError?: unknown }).originalError;
  }
}
