import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { EngineFigures } from '../metrics/metrics.ts';
import type { Session } from '../session.ts';
import type { Misreading } from './misreadings.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<Session>['gateway'];

/** What runs an operation that has passed the gate. Apollo Server takes any of them as its `gateway`. */
export interface Engine extends GatewayInterface {
  /** How an operation would be fetched; for people and for tests, nothing is sent. Throws the refusals of the planner. */
  plan(document: DocumentNode, operationName?: string): Promise<Plan>;
  /** Plans an operation before anybody asks it, where the engine remembers plans by their form. */
  prepare?(document: DocumentNode, operationName?: string): Promise<void>;
  /**
   * Validates a text beside the event loop: what is wrong with it, or undefined where it cannot be parsed. Throws the
   * refusals QUERY_PLAN_BUSY and QUERY_PLAN_TOO_COMPLEX.
   */
  validate?(text: string, introspection: boolean): Promise<readonly Misreading[] | undefined>;
  /** What the engine keeps of plans and code, for metrics. */
  memory?(): EngineFigures;
}

export interface Plan {
  /** The plan as a person reads it. */
  text: string;
  fetches: readonly { subgraph: string; operation: string }[];
}

/** An answer as engines give it, before errors are made fit for clients. */
export type EngineAnswer = ExecutionResult<Record<string, unknown>, Record<string, unknown>>;
