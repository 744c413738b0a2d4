import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import type { AccessTable } from '../../schema/access.ts';
import type { ClientLimits } from './client-limits.ts';
import type { FieldUsage } from './field-usage.ts';
import { type GatedOperation, type GateLimits, gatedOperation } from './gated-operation.ts';

export type { GateLimits } from './gated-operation.ts';

export interface GateRequest {
  schema: GraphQLSchema;
  /** Parsed and valid. */
  document: DocumentNode;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
  caller: Caller;
}

/** Passes or throws; `cost` is the estimate, for the log. */
export type Gate = (request: GateRequest) => { cost: number };

export interface GateOptions {
  /** Whether the engine keeps aliases apart from fields by itself; unless it does, the gate refuses some. */
  keepsAliasesApart?: boolean;
  /** What each client has left. */
  clients?: Pick<ClientLimits, 'charge'>;
  /** Who asks for which fields. */
  usage?: Pick<FieldUsage, 'count'> | undefined;
}

/**
 * The gate: the one step between validation and planning, in front of every engine and for every caller, those
 * inside the hub included. What it refuses is not planned and not fetched. What it found in a text it remembers as
 * long as the document is remembered.
 */
export function gate(
  access: AccessTable,
  limits: GateLimits,
  { keepsAliasesApart = false, clients, usage }: GateOptions = {},
): Gate {
  const known = new WeakMap<DocumentNode, Map<string | undefined, GatedOperation>>();
  const rules = { access, limits, keepsAliasesApart, usage };
  const gated = ({ schema, document, operationName }: GateRequest): GatedOperation => {
    const remembered = known.get(document) ?? new Map<string | undefined, GatedOperation>();
    known.set(document, remembered);
    const operation = remembered.get(operationName) ?? gatedOperation(schema, document, operationName, rules);
    remembered.set(operationName, operation);
    return operation;
  };
  return (request) => {
    const { variables, caller } = request;
    const passed = gated(request).pass(variables, caller);
    clients?.charge(caller, passed.cost);
    return passed;
  };
}
