import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import { type Logger, pino } from 'pino';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims } from '../../gateway/callers/issuer.ts';
import { roles } from '../../gateway/callers/roles.ts';
import type { Engine, Plan } from '../../gateway/engine/engine.ts';
import { engineNamed } from '../../gateway/engine/engines.ts';
import { gate } from '../../gateway/gate/gate.ts';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { Misuse } from '../commands/command.ts';
import type { Config } from '../../kernel/config.ts';
import { accessTable } from '../../schema/access.ts';

export interface PlanQuestion {
  readonly supergraphSdl: string;
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Role of the caller; every role when left out. */
  readonly role?: string | undefined;
  readonly config: Config;
}

/** What the gate would do for a caller of this role: nothing stands for letting it pass. */
export interface Verdict {
  readonly role: string;
  readonly refused?: { readonly code: string; readonly message: string };
}

export interface Planned {
  readonly plan: Plan;
  /** The estimate, or why there is none: what the gate refuses for its form or size, it refuses to everybody. */
  readonly cost: number | { readonly code: string; readonly message: string };
  readonly verdicts: readonly Verdict[];
}

/**
 * How an operation would be fetched, what it may cost, and to whom the gate would grant it. Nothing is asked of any
 * subgraph. @throws GraphQLError of what is wrong with the document, in an AggregateError
 */
export async function planOf(question: PlanQuestion): Promise<Planned> {
  const { query, operationName, role, config, supergraphSdl } = question;
  const { engine, schema } = await loaded(question);
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
    const pass = gate(accessTable(supergraphSdl), config, {
      keepsAliasesApart: config.engine === 'hub',
    });
    const ask = (caller: Caller) => asked(() => pass(requestOf(question, schema, document, caller)).cost);
    const names = role === undefined ? roles.map(({ name }) => name) : [role];
    return {
      cost: ask(hubCaller('plan')),
      verdicts: names.map((name) => {
        const outcome = ask(callerOfRole(name));
        return typeof outcome === 'number' ? { role: name } : { role: name, refused: outcome };
      }),
      plan: await engine.plan(document, operationName),
    };
  } finally {
    await engine.stop();
  }
}

function requestOf(
  { operationName, variables }: PlanQuestion,
  schema: GraphQLSchema,
  document: DocumentNode,
  caller: Caller,
) {
  return { schema, document, operationName, variables, caller };
}

function asked(ask: () => number): number | { code: string; message: string } {
  try {
    return ask();
  } catch (error) {
    const { message, extensions } = error as Error & { extensions?: { code?: string } };
    if (extensions?.code === undefined) throw error;
    return { code: extensions.code, message };
  }
}

function callerOfRole(name: string): Caller {
  const role = roles.find((one) => one.name === name);
  if (role === undefined)
    throw new Misuse(`there is no role ${name}; there are ${roles.map((one) => one.name).join(', ')}`);
  return callerOfToken(demoClaims(role));
}

async function loaded({
  supergraphSdl,
  config,
}: PlanQuestion): Promise<{ engine: Engine; schema: GraphQLSchema }> {
  const log = pino({ level: 'silent' });
  const makeEngine = await engineNamed(config.engine);
  const engine = makeEngine(supergraphSdl, (name) => nowhere(name, log), log);
  let schema: GraphQLSchema | undefined;
  engine.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  await engine.load({ apollo: {} } as Parameters<typeof engine.load>[0]);
  return { engine, schema: schema! };
}

function nowhere(name: string, log: Logger) {
  const send = () => Promise.reject(new Error(`a plan asks nobody, yet ${name} was asked`));
  const transport = {
    kind: 'in-process' as const,
    send,
    healthy: async () => false,
    close: async () => undefined,
  };
  return { name, transport, assertionKey: null, timeoutMs: 1, log };
}
