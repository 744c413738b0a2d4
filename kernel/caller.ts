import { z } from 'zod';
import { BadInput } from './refusals.ts';

export const SECTORS = ['HOUSING', 'TRANSPORT', 'WATER', 'AGRICULTURE', 'ENERGY', 'OTHER'] as const;
/** The industry a department answers for (行业). */
export type Sector = (typeof SECTORS)[number];

export const CALLER_KINDS = [
  'DEPARTMENT',
  'FINANCIAL',
  'BANK',
  'GUARANTOR',
  'VENDOR',
  'NATIONAL',
  'ENTERPRISE',
  'WORKER_APP',
  'AUDITOR',
  'HUB',
] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

/** Why personal data is asked for in clear: legal basis, the case it serves, and until when (RFC 3339). */
export interface Purpose {
  basis: string;
  caseNo: string;
  expiresAt: string;
}

/**
 * Who is asking. Reaches a subgraph only inside an assertion.
 * `divisions` are codes of 6, 9 or 12 digits; `000000` means everywhere; an empty list means nowhere.
 */
export interface Caller {
  organisation: string;
  person?: string;
  kind: CallerKind;
  roles: readonly string[];
  scopes: readonly string[];
  sectors: readonly Sector[];
  divisions: readonly string[];
  enterprise?: string;
  bank?: string;
  worker?: string;
  projects?: readonly string[];
  assurance: 'TOKEN' | 'SIGNED' | 'LEGACY' | 'INTERNAL';
  purpose?: Purpose;
}

/** Every scope of the hub. `schema/scopes.json` gives each its Chinese name; a test holds the two equal. */
export const SCOPES = [
  'project:read',
  'enterprise:read',
  'worker:read',
  'attendance:read',
  'payroll:read',
  'disbursement:read',
  'account:read',
  'guarantee:read',
  'contract:read',
  'warning:read',
  'complaint:read',
  'doubtful:read',
  'doubtful:handle',
  'doubtful:ingest',
  'sector:read',
  'credit:read',
  'indicator:read',
  'registry:ensure',
  'attendance:submit',
  'worker:submit',
  'project:submit',
  'sector:submit',
  'project:supervise',
  'payroll:submit',
  'account:submit',
  'guarantee:submit',
  'deposit:submit',
  'contract:submit',
  'inspection:submit',
  'complaint:submit',
  'organisation:submit',
  'credit:submit',
  'personal:clear',
  'sensitive:clear',
  'change:read',
  'audit:read',
] as const;

/** The hub itself, for its own jobs: every scope and sector, everywhere. `name` says which job, for the audit. */
export function hubCaller(name: string): Caller {
  return {
    organisation: `hub/${name}`,
    kind: 'HUB',
    roles: [],
    scopes: SCOPES,
    sectors: SECTORS,
    divisions: ['000000'],
    assurance: 'INTERNAL',
  };
}

/** Reads a caller that came as JSON. Strict: an unknown property is refused, not carried along. */
export function parseCaller(value: unknown): Caller {
  const parsed = callerShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'caller'}: ${message}`,
  );
  throw new BadInput('CALLER_INVALID', `the caller is not well formed: ${problems.join('; ')}`, {
    expected: 'a caller as kernel/caller.ts declares it',
  });
}

const word = z.string().min(1).max(200);
const words = z.array(word).max(1000).readonly();

/** The strict shape of a caller, for whoever reads one inside something larger. */
export const callerShape: z.ZodType<Caller> = z.strictObject({
  organisation: word,
  person: word.optional(),
  kind: z.enum(CALLER_KINDS),
  roles: words,
  scopes: words,
  sectors: z.array(z.enum(SECTORS)).readonly(),
  divisions: z.array(z.string().regex(/^(\d{6}|\d{9}|\d{12})$/)).readonly(),
  enterprise: word.optional(),
  bank: word.optional(),
  worker: word.optional(),
  projects: z.array(word).max(100_000).readonly().optional(),
  assurance: z.enum(['TOKEN', 'SIGNED', 'LEGACY', 'INTERNAL']),
  purpose: z
    .strictObject({ basis: word, caseNo: word, expiresAt: z.iso.datetime({ offset: true }) })
    .optional(),
});
