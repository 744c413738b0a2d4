import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { type GatewayParts, startGateway } from '../../gateway/gateway.ts';
import { systemClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { stated } from './operations/support.ts';
import { supergraph } from './support/departments.ts';

/** The processes in which this one has plans made. */
function planning(): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n');
  return all.filter(
    (line) => line.includes('planning-child.ts') && line.split(/\s+/).includes(String(process.pid)),
  );
}

const down = {
  kind: 'http' as const,
  send: () => Promise.reject(new Error('down')),
  healthy: async () => false,
  close: async () => undefined,
};

function parts(more: Partial<GatewayParts> = {}, env: Record<string, string> = {}): GatewayParts {
  return {
    config: readConfig({ HUB_PORT: '0', ...env }),
    supergraphSdl: supergraph(),
    transports: { provincial: down, banking: down },
    assertionKey: () => null,
    issuer: null,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    checks: {},
    examples: [],
    ...more,
  };
}

async function failing(given: GatewayParts): Promise<unknown> {
  let closed = 0;
  const close = async () => {
    closed += 1;
  };
  const error = await startGateway({ ...given, close }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // A process that was told to end needs a moment.
  for (let tries = 0; planning().length > 0 && tries < 400; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { error, closed };
}

describe('A start that fails leaves no process behind', () => {
  test('one that succeeds has one, which ends with it', async () => {
    const gateway = await startGateway(parts());
    expect(planning()).toHaveLength(1);
    await gateway.stop();
    expect(await failing(parts({ supergraphSdl: 'none' }))).toMatchObject({ error: expect.anything() });
    expect(planning()).toEqual([]);
  });

  test.each<[string, Partial<GatewayParts>]>([
    ['a published operation does not fit the graph', { operations: [stated('no', 'query No { nothing }')] }],
    [
      'security of another kind is in the graph',
      {
        supergraphSdl: supergraph().replace(
          '@link(url: "https://specs.apollo.dev/link/v1.0")',
          '@link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://security.test/v1.0", for: SECURITY)',
        ),
      },
    ],
    [
      'a door cannot be opened',
      {
        doors: () => {
          throw new Error('no key');
        },
      },
    ],
  ])('%s', async (_why, more) => {
    expect(await failing(parts(more))).toMatchObject({ error: expect.any(Error) });
    expect(planning()).toEqual([]);
  });

  test('the port is taken: what came with the supergraph is closed as well', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const outcome = await failing(parts({}, { HUB_PORT: String(port) }));
    expect(outcome).toMatchObject({ error: { code: 'EADDRINUSE' }, closed: 1 });
    expect(planning()).toEqual([]);
    other.close();
  });
});
