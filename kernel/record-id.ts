import { v7 } from 'uuid';

/**
 * A new record id: UUIDv7 (RFC 9562), so ids made later sort later to the millisecond and indexes stay compact.
 * Seeds pass a deterministic `random`; everybody else leaves it out.
 */
export function newRecordId(at: Date, random?: (length: number) => Uint8Array): string {
  const msecs = at.getTime();
  return random === undefined ? v7({ msecs }) : v7({ msecs, random: random(16) });
}
