import { operationFromDocument } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import {
  type PlanNode,
  prettyFormatQueryPlan,
  type QueryPlan,
  type SubscriptionNode,
} from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import { withoutSecurityLinks } from '../../schema/access.ts';
import { answerWithLosses } from './answer.ts';
import type { Session } from '../session.ts';
import type { Engine, Plan } from './engine.ts';
import type { SubgraphWay } from './ask-subgraph.ts';
import { plannerLimits, planRefusal } from './planner-limits.ts';
import { subgraphSource } from './subgraph-source.ts';

const PLAN_CACHE_MIB = 30;

/**
 * Stock ApolloGateway behind the gate (HUB_ENGINE=apollo). It refuses supergraphs that link the security
 * directives, so it gets the supergraph without them: never put it anywhere the gate does not stand in front.
 */
export function apolloEngine(
  supergraphSdl: string,
  wayTo: (subgraph: string) => SubgraphWay,
  log: Logger,
): Engine {
  // The one write to the environment: the package reads this variable when constructed and has no option for it.
  // Without it 2.14 sends metrics to its vendor and asks cloud metadata addresses.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl: withoutSecurityLinks(supergraphSdl),
    buildService: ({ name }) => subgraphSource(wayTo(name)),
    experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
    queryPlannerConfig: { debug: plannerLimits },
    __exposeQueryPlanExperimental: false,
    logger: quiet(log),
  });
  // The gate has read the variables against the same types; a batch of 500 records is not read once more.
  Object.assign(gateway, { validateIncomingRequest: () => [] });
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    plan: async (document, operationName) => planOf(gateway, document, operationName),
    async load(options) {
      const { executor } = await gateway.load(options);
      return {
        executor: async (request) =>
          answerWithLosses(await planned(() => executor(request)), request.context as Session, log),
      };
    },
  };
}

async function planned<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw planRefusal(error);
  }
}

// Its information lines ("schema loaded") say nothing that ours do not.
function quiet(log: Logger) {
  const line = (level: 'warn' | 'error') => (message: unknown) =>
    log[level]({ from: 'apollo-gateway' }, String(message));
  return { debug() {}, info() {}, warn: line('warn'), error: line('error') };
}

// The planner is private in the package, and there is no public way to ask it without executing.
function planOf(gateway: ApolloGateway, document: DocumentNode, operationName?: string): Plan {
  const { apiSchema } = gateway as unknown as { apiSchema: Parameters<typeof operationFromDocument>[0] };
  const planner = gateway.__testing().queryPlanner;
  if (planner === undefined || apiSchema === undefined)
    throw new Error('the engine has not loaded its supergraph');
  const plan = builtBy(() =>
    planner.buildQueryPlan(operationFromDocument(apiSchema, document, { operationName })),
  );
  return { text: prettyFormatQueryPlan(plan), fetches: fetchesOf(plan.node) };
}

function builtBy(build: () => QueryPlan): QueryPlan {
  try {
    return build();
  } catch (error) {
    throw planRefusal(error);
  }
}

function fetchesOf(node: QueryPlan['node'] | PlanNode | SubscriptionNode): Plan['fetches'][number][] {
  switch (node?.kind) {
    case 'Fetch':
      return [{ subgraph: node.serviceName, operation: node.operation }];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Condition':
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    default:
      return [];
  }
}
