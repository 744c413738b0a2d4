import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import type { Config } from '../../kernel/config.ts';
import type { AccessTable } from '../../schema/access.ts';
import { refusal } from '../refusal.ts';
import { refuseForbidden } from './access.ts';
import { refuseShadowing } from './alias.ts';
import { fragmentsOf } from './asked.ts';
import { refuseCostly } from './cost.ts';
import { refuseHostileShape } from './shape.ts';
import { readVariables } from './variables.ts';

export type GateLimits = Pick<Config, 'maxDepth' | 'maxAliases' | 'maxPage' | 'maxCost'>;

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

/**
 * The gate: the one step between validation and planning, in front of every engine and for every caller, those
 * inside the hub included. What it refuses is not planned and not fetched. Cheap checks first.
 */
export function gate(access: AccessTable, limits: GateLimits): Gate {
  return ({ schema, document, operationName, variables: given, caller }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation)
      throw refusal('OPERATION_UNKNOWN', 'the document has no such operation, or several and none was named');
    refuseHostileShape(document, operation, limits);
    const variables = readVariables(schema, operation, given);
    const asked = { schema, operation, fragments: fragmentsOf(document), variables };
    refuseForbidden(asked, access, caller);
    refuseShadowing(asked);
    return { cost: refuseCostly(asked, access, limits) };
  };
}
