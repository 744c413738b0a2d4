import type { GatewayParts } from '../../../gateway/gateway.ts';
import { type OperationText, readOperationText } from '../../../gateway/operations/operation-text.ts';
import { type Answer, issuer, post, type Running, runningGateway } from '../support/running-gateway.ts';

/** A published operation in a file's form. */
export function stated(name: string, text: string, { version = 1, more = '' } = {}): OperationText {
  const header = `# operation: ${name}\n# version: ${version}\n# owner: tests\n# description: of a test\n${more}`;
  const read = readOperationText(`${name}@${version}.graphql`, `${header}\n${text}\n`);
  if (!('name' in read)) throw new Error(read.join('\n'));
  return read;
}

export interface Call {
  role?: string;
  claims?: Record<string, unknown>;
  headers?: Record<string, string>;
  address?: string;
}

/** A gateway that publishes these operations, and `POST /op/…` on it. */
export async function publishing(
  operations: readonly OperationText[],
  settings: Record<string, string> = {},
  parts: Partial<GatewayParts> = {},
): Promise<Running & { op(reference: string, body?: unknown, call?: Call): Promise<Answer> }> {
  const hub = await runningGateway(
    { HUB_SUBGRAPH_TIMEOUT_MS: '20000', ...settings },
    { operations, ...parts },
  );
  return {
    ...hub,
    async op(reference, body = {}, { role = 'province-hr', claims, headers = {}, address = '' } = {}) {
      const authorization = `Bearer ${await issuer.issue(role, claims)}`;
      return post(`${hub.gateway.url}/op/${reference}${address}`, body, { authorization, ...headers });
    },
  };
}
