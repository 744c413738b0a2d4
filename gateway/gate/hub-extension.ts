import { z } from 'zod';
import type { Purpose } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refusal } from '../refusal.ts';

/** What a client may ask of the whole answer, as `extensions.hub` of its GraphQL request. */
export interface HubExtension {
  /** The state of the facts as of this instant (RFC 3339), not after the present business time. */
  asOf?: string;
  /** Whether the answer carries evidence (存证) for its facts. */
  withEvidence?: boolean;
  /** The declared purpose under which personal data may be shown in clear. */
  purpose?: Purpose;
}

const instant = z.iso.datetime({ offset: true });
// They are kept for people to read years later: no line breaks, no marks that change how a line looks.
const words = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u)
  .trim()
  .min(2)
  .max(200);

const shape = z.strictObject({
  asOf: instant.optional(),
  withEvidence: z.boolean().optional(),
  purpose: z.strictObject({ basis: words, caseNo: words, expiresAt: instant }).optional(),
});

const INSTANT = 'an RFC 3339 instant with its offset, such as "2026-03-01T08:00:00+08:00"';
const WORDS = 'a text of 2 to 200 visible characters';
/** What each part is, as a refusal tells it. */
const FORMS: Readonly<Record<string, string>> = {
  hub: '{asOf, withEvidence, purpose}',
  'hub.asOf': INSTANT,
  'hub.withEvidence': 'true or false',
  'hub.purpose': '{basis, caseNo, expiresAt}',
  'hub.purpose.basis': WORDS,
  'hub.purpose.caseNo': WORDS,
  'hub.purpose.expiresAt': INSTANT,
};

/** Strict: a misspelt modifier is refused, since an answer of today would pass for one of the past. */
export function readHubExtension(extensions: unknown, clock: Clock): HubExtension {
  const given = (extensions as { hub?: unknown } | null | undefined)?.hub;
  if (given === undefined) return {};
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => ['hub', ...path].join('.'));
    const forms = places.map((place) => `${place}: ${FORMS[place] ?? FORMS.hub}`);
    throw refusal('HUB_EXTENSION_INVALID', `not understood: ${places.join(', ')}`, {
      expected: [...new Set(forms)].join('; '),
    });
  }
  const { asOf } = parsed.data;
  if (asOf !== undefined && Date.parse(asOf) > clock.now().getTime())
    throw refusal('AS_OF_IN_FUTURE', 'asOf lies in the future');
  return parsed.data;
}
