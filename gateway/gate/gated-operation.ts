import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import type { Config } from '../../kernel/config.ts';
import type { AccessTable } from '../../schema/access.ts';
import { refusal } from '../refusal.ts';
import { forbiddenRefuser } from './access.ts';
import { refuseShadowing } from './alias.ts';
import { fragmentsOf } from './asked.ts';
import type { FieldUsage } from './field-usage.ts';
import { costOf } from './cost/cost.ts';
import { refuseHostileShape } from './shape.ts';
import { type Given, variableReader } from './variables.ts';

export type GateLimits = Pick<
  Config,
  'maxDepth' | 'maxAliases' | 'maxDirectives' | 'maxRootFields' | 'maxPage' | 'maxCost'
>;

/** What the gate judges by, the same for every request. */
export interface GateRules {
  access: AccessTable;
  limits: GateLimits;
  /** Whether the engine keeps aliases apart from fields by itself; unless it does, the gate refuses some. */
  keepsAliasesApart: boolean;
  /** Counts what passes. */
  usage?: Pick<FieldUsage, 'count'> | undefined;
}

/** An operation whose text has passed the gate: what is left to judge is the caller and the variables. */
export interface GatedOperation {
  operation: OperationDefinitionNode;
  /** Passes or throws; `cost` is the estimate with these variables. */
  pass(given: Given, caller: Caller): { cost: number };
}

/**
 * The part of the gate that a text passes or does not, whoever asks and with whatever variables. Cheap checks first.
 * Throws the refusal of the first that fails.
 */
export function gatedOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  { access, limits, keepsAliasesApart, usage }: GateRules,
): GatedOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation)
    throw refusal('OPERATION_UNKNOWN', 'the document has no such operation, or several and none was named');
  refuseKind(schema, operation);
  refuseHostileShape(document, operation, limits);
  const asked = { schema, operation, fragments: fragmentsOf(document) };
  const readVariables = variableReader(schema, operation);
  const refuseForbidden = forbiddenRefuser(asked, access);
  const { maxCost, maxPage } = limits;
  const costWith = costOf(asked, access, maxPage);
  let isAliasJudged = keepsAliasesApart;
  return {
    operation,
    pass(given, caller) {
      const variables = readVariables(given);
      refuseForbidden(caller);
      // After access: whoever may not have a field is told that, whatever it is called.
      if (!isAliasJudged) refuseShadowing(asked);
      isAliasJudged = true;
      const cost = Math.min(costWith(variables), Number.MAX_SAFE_INTEGER);
      if (cost > maxCost)
        throw refusal('COST_EXCEEDED', `the operation may cost ${cost}, at most ${maxCost} is allowed`, {
          cost,
          limit: maxCost,
        });
      usage?.count(asked, caller);
      return { cost };
    },
  };
}

// Validation lets a text pass whose kind of operation the schema does not have.
function refuseKind(schema: GraphQLSchema, { operation: kind }: OperationDefinitionNode): void {
  if (kind === 'subscription')
    throw refusal('SUBSCRIPTION_REFUSED', 'the graph answers queries and mutations');
  if (!schema.getRootType(kind)) throw refusal('OPERATION_UNKNOWN', `the graph has no ${kind}`);
}
