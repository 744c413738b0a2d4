import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { anonymous } from '../callers/anonymous.ts';
import type { Issuer } from '../callers/issuer.ts';
import { rememberedCallers } from '../callers/remembered-callers.ts';
import { refusal } from '../refusal.ts';

export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

/**
 * Who sent a request, by its bearer token. Every failure is the same refusal; only the log has the reason.
 * Without an issuer nobody can be known, and everybody is anonymous; with one that admits it, who brings no token is.
 */
export function authenticator(issuer: Issuer | null, log: Logger): Authenticate {
  if (issuer === null) return async () => anonymous;
  const callerOf = rememberedCallers(issuer);
  return async (request) => {
    const query = request.query as Record<string, unknown>;
    if (IN_ADDRESS.some((name) => Object.hasOwn(query, name)))
      throw refusal('TOKEN_IN_ADDRESS', 'a token does not belong into the address');
    const { authorization } = request.headers;
    if (authorization === undefined && issuer.admitsAnonymous) return anonymous;
    const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw faults.UNAUTHENTICATED();
    try {
      return await callerOf(token);
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'claims';
      log.warn({ requestId: request.id, cause }, 'token refused');
      throw faults.UNAUTHENTICATED();
    }
  };
}

const IN_ADDRESS = ['access_token', 'token', 'authorization', 'api_key', 'apikey'];
