import {
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql';
import { faults } from '../../kernel/faults.ts';
import type { Passed } from '../engine/hand-over.ts';
import { type GatedOperation, type GateRules, gatedOperation } from '../gate/gated-operation.ts';
import { lexicalLimits } from '../gate/lexical.ts';
import type { OperationText } from './operation-text.ts';

/** An operation that was read, validated and passed by the gate's fixed part, once and for all requests. */
export interface PublishedOperation {
  readonly stated: OperationText;
  /** What the engine is handed, as long as the graph serves. */
  readonly passed: Passed;
  readonly kind: 'query' | 'mutation';
  readonly gated: GatedOperation;
  /** Names of its variables. */
  readonly variables: ReadonlySet<string>;
  /** The variables as GraphQL writes them, for people. */
  readonly declared: readonly string[];
}

export interface PublishedOperations {
  readonly all: readonly PublishedOperation[];
  /** By `NAME` (the highest version), `NAME@VERSION`, `sm3:HEX` or `sha256:HEX`. */
  find(reference: string): PublishedOperation | undefined;
}

export interface PublishRules extends GateRules {
  maxTokens: number;
}

/**
 * Publishes operations over a schema. What a text can be refused for whoever asks, it is refused for here.
 * @throws Fault `CONFIGURATION_INVALID` with every problem of every operation
 */
export function publish(
  stated: readonly OperationText[],
  schema: GraphQLSchema,
  rules: PublishRules,
): PublishedOperations {
  const refuseHostileText = lexicalLimits(rules.maxTokens);
  const problems: string[] = [];
  const all: PublishedOperation[] = [];
  for (const one of stated)
    try {
      refuseHostileText(one.text);
      all.push(operationOf(one, schema, rules));
    } catch (error) {
      for (const line of (error as Error).message.split('\n')) problems.push(`${one.file}: ${line}`);
    }
  const known = new Map<string, PublishedOperation>();
  for (const one of all) enter(one, known, problems);
  if (problems.length > 0) throw faults.CONFIGURATION_INVALID(problems.join('\n'));
  return { all, find: (reference) => known.get(reference) };
}

function operationOf(stated: OperationText, schema: GraphQLSchema, rules: PublishRules): PublishedOperation {
  const document = parse(stated.text, { noLocation: true });
  const [operation, another] = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined || another !== undefined)
    throw new Error('holds exactly one operation, fragments aside');
  if (operation.name === undefined) throw new Error('the operation needs a name, for logs');
  if (operation.operation === 'subscription') throw new Error('subscriptions are not served');
  const errors = validate(schema, document, RULES);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { maxCost = rules.limits.maxCost } = stated;
  const operationName = operation.name.value;
  const { text, sha256 } = stated;
  const limits = { ...rules.limits, maxCost };
  const definitions = operation.variableDefinitions ?? [];
  return {
    stated,
    passed: { document, operation, operationName, text, sha256 },
    kind: operation.operation,
    gated: gatedOperation(schema, document, operationName, { ...rules, limits }),
    variables: new Set(definitions.map(({ variable }) => variable.name.value)),
    declared: definitions.map(print),
  };
}

// The schema is asked for where it is allowed, not by everybody who may ask an operation.
const RULES = [...specifiedRules, NoSchemaIntrospectionCustomRule];

function enter(one: PublishedOperation, known: Map<string, PublishedOperation>, problems: string[]): void {
  const { name, version, sm3, sha256, file } = one.stated;
  const exact = `${name}@${version}`;
  const other = known.get(exact);
  if (other !== undefined) problems.push(`${file}: ${exact} stands in ${other.stated.file} already`);
  known.set(exact, one);
  const newest = known.get(name);
  if (newest === undefined || newest.stated.version < version) known.set(name, one);
  // The same text under two names is one and the same operation.
  known.set(`sm3:${sm3}`, one);
  known.set(`sha256:${sha256}`, one);
}
