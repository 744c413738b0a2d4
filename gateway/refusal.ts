import { GraphQLError } from 'graphql';
import { HeaderMap } from '@apollo/server';
import { type RefusalCodeName, refusalCodes } from './refusal-codes.ts';

/** A refusal of the gateway with its code, HTTP status and headers. `told` is shown to the client as it stands. */
export function refusal(
  code: RefusalCodeName,
  message: string,
  told: Record<string, unknown> = {},
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  const { status } = refusalCodes[code];
  return new GraphQLError(message, {
    extensions: { ...told, code, http: { status, headers: new HeaderMap(Object.entries(headers)) } },
  });
}
