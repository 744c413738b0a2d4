import { z } from 'zod';
import type { Caller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { divisionSpan, parseDivisionCode } from '../../kernel/identifiers/division-code.ts';
import { type Role, roleOf } from './roles.ts';

/** Kept in logs and in the database, which takes no NUL. */
const text = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
  .max(100);

/** The claims of a token the hub reads; others are ignored. `sub` is the person or the client program. */
export const tokenClaims = z.object({
  sub: text,
  organisation: text,
  role: text,
  divisions: z
    .array(z.string().regex(/^(\d{6}|\d{9}|\d{12})$/))
    .min(1)
    .max(200)
    .optional(),
  enterprise: z
    .string()
    .regex(/^[0-9A-Z]{18}$/)
    .optional(),
  /** The three digits of its bank code (银行代码), or a short code. */
  bank: z
    .string()
    .regex(/^[0-9A-Z]{3,12}$/)
    .optional(),
  worker: z.uuid().optional(),
});
export type TokenClaims = z.infer<typeof tokenClaims>;

const PREFIX = { PROVINCE: 2, PREFECTURE: 4, COUNTY: 6 } as const;

/**
 * The caller a verified token stands for. Scopes, sectors and kind come from the role: whatever a token says of
 * scopes is not read. Divisions come from the token, but never wider than the role's level.
 * Throws the fault UNAUTHENTICATED without saying why.
 */
export function callerOfToken(payload: unknown): Caller {
  const parsed = tokenClaims.safeParse(payload);
  const role = parsed.success ? roleOf.get(parsed.data.role) : undefined;
  if (!parsed.success || role === undefined) throw faults.UNAUTHENTICATED();
  const { data: claims } = parsed;
  const divisions = claims.divisions ?? role.divisions;
  if (role.claims.some((name) => claims[name] === undefined)) throw faults.UNAUTHENTICATED();
  if (!divisions.every((division) => isWithin(division, role))) throw faults.UNAUTHENTICATED();
  return {
    organisation: claims.organisation,
    person: claims.sub,
    kind: role.kind,
    roles: [role.name],
    scopes: role.scopes,
    sectors: role.sectors,
    divisions,
    // Only the claims its role is bound by: a vendor's token cannot make itself an enterprise's.
    ...Object.fromEntries(
      role.claims.filter((name) => name !== 'divisions').map((name) => [name, claims[name]]),
    ),
    assurance: 'TOKEN',
  };
}

/** 450000 reaches as far as two digits do, 450100 four, 450103 six. A county role may not name a city, nor anyone a nation. */
function isWithin(division: string, role: Role): boolean {
  return parseDivisionCode(division).ok && divisionSpan(division).lo.length >= PREFIX[role.level];
}
