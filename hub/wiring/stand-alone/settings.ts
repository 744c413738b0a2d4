import { z } from 'zod';
import { NEVER_PASSED } from '../../../gateway/http/passed-on.ts';
import { USUAL } from '../../../gateway/transports/resilience.ts';

/**
 * Settings of a gateway over any supergraph, as its file states them. `docs/gateway.md` lists them with their meaning.
 * Strict: a misspelt setting is refused, since it would silently have no effect.
 */
const whole = (least: number, most: number) => z.int().min(least).max(most);

const address = z.url({ protocol: /^https?$/ });

/** A header's name in any case; kept in lower case, as headers arrive. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]{1,100}$/, 'expected the name of a header')
  .transform((name) => name.toLowerCase())
  .refine((name) => !NEVER_PASSED.has(name), 'this header is made by the gateway and never passed on');

const treatment = {
  timeoutMs: whole(1, 600_000),
  retries: whole(0, 5),
  concurrency: whole(1, 100_000),
  connections: whole(1, 10_000),
  responseBytes: whole(1, 2 ** 30),
  breaker: z.strictObject({ failures: whole(0, 1_000_000), openMs: whole(1, 3_600_000) }),
  caFile: z.string().min(1).optional(),
};

const ONE_SET = 'state one of jwksFile and jwksUrl';

const identity = z
  .strictObject({
    // Who is called so is treated as nobody (gateway/callers/anonymous.ts).
    issuer: z
      .string()
      .min(1)
      .refine((name) => name !== 'anonymous', 'no issuer is called so'),
    audience: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
    scopesClaim: z.string().min(1).default('scope'),
    jwksFile: z.string().min(1).optional(),
    jwksUrl: z
      .url({ protocol: /^https?$/ })
      .refine(isSafe, 'expected https: whoever can change the keys can be anybody')
      .optional(),
  })
  .refine(({ jwksFile, jwksUrl }) => (jwksFile === undefined) !== (jwksUrl === undefined), ONE_SET);

/** What stays on this machine needs no TLS. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

const shape = z.strictObject({
  path: z
    .string()
    .regex(/^\/[\w./-]*$/, 'expected a path that begins with a slash')
    .default('/graphql'),
  host: z.string().min(1).optional(),
  introspection: z.boolean().optional(),
  csrfPrevention: z.boolean().default(true),
  metrics: z
    .strictObject({ port: whole(0, 65_535), host: z.string().min(1).default('127.0.0.1') })
    .optional(),
  traces: z.strictObject({ url: address, ratio: z.number().min(0).max(1).default(1) }).optional(),
  identity: identity.optional(),
  passHeaders: z.array(headerName).max(100).default([]),
  limits: z
    .strictObject({
      depth: whole(1, 1000).default(30),
      aliases: whole(0, 100_000).default(100),
      tokens: whole(1, 1_000_000).default(10_000),
      cost: whole(1, 1_000_000_000).default(1_000_000),
      page: whole(1, 1_000_000).default(10_000),
      directives: whole(0, 100_000).default(100),
      rootFields: whole(1, 10_000).default(50),
      clientCost: whole(0, 1_000_000_000).default(0),
      clientRequests: whole(0, 10_000).default(0),
    })
    .prefault({}),
  defaults: z
    .strictObject({
      ...treatment,
      timeoutMs: treatment.timeoutMs.default(10_000),
      retries: treatment.retries.default(USUAL.retries),
      concurrency: treatment.concurrency.default(USUAL.concurrency),
      connections: treatment.connections.default(64),
      responseBytes: treatment.responseBytes.default(32 * 1024 * 1024),
      breaker: treatment.breaker.default(USUAL.breaker),
    })
    .prefault({}),
  subgraphs: z.record(z.string(), z.strictObject({ url: address, ...treatment }).partial()).default({}),
});

export type StandAloneSettings = z.infer<typeof shape>;
export type Identity = z.infer<typeof identity>;
export type Treatment = StandAloneSettings['defaults'];

/** Reads settings; every problem is told at once, each with its place. */
export function readSettings(
  given: unknown,
): { settings: StandAloneSettings } | { problems: readonly string[] } {
  const read = shape.safeParse(given ?? {});
  if (read.success) return { settings: read.data };
  return { problems: read.error.issues.flatMap(problemsOf) };
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.join('.') || 'the file';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such setting`);
  return [`${place}: ${issue.message}`];
}
