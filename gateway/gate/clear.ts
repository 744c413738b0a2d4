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

/** Refuses a purpose that has passed rather than masking silently: its holder would take the mask for the record. */
export function refuseExpired(purpose: Purpose | undefined): void {
  if (purpose !== undefined && !(Date.parse(purpose.expiresAt) > Date.now()))
    throw refusal('PURPOSE_EXPIRED', 'the declared purpose has expired');
}
