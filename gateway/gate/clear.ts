import type { Caller, Purpose } from '../../kernel/caller.ts';
import type { Classification } from '../../kernel/classification.ts';
import { refusal } from '../refusal.ts';

/**
 * Which classifications a caller sees unmasked (明文). Beyond GENERAL it takes the scope and a declared purpose that
 * has not expired, by the machine's clock. IMPORTANT content is above sensitive personal content and follows it.
 */
export function clearFor({ scopes, purpose }: Caller): readonly Classification[] {
  if (purpose === undefined) return ['GENERAL'];
  const personal: Classification[] = scopes.includes('personal:clear') ? ['PERSONAL'] : [];
  const sensitive: Classification[] = scopes.includes('sensitive:clear')
    ? ['SENSITIVE_PERSONAL', 'IMPORTANT']
    : [];
  return ['GENERAL', ...personal, ...sensitive];
}

const LONGEST_MS = 24 * 3_600_000;

/**
 * Refuses a purpose that has passed rather than masking silently: its holder would take the mask for the record. And
 * one for longer than a day: clear text is asked for a case at hand, not once and for all. By the machine's clock.
 */
export function refuseUntimely(purpose: Purpose | undefined): void {
  if (purpose === undefined) return;
  const left = Date.parse(purpose.expiresAt) - Date.now();
  if (!(left > 0)) throw refusal('PURPOSE_EXPIRED', 'the declared purpose has expired');
  if (left > LONGEST_MS)
    throw refusal('PURPOSE_TOO_LONG', 'a purpose is declared for at most 24 hours', {
      expected: 'expiresAt within 24 hours from now',
    });
}
