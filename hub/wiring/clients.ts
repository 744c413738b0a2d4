import { type Caller, SECTORS } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import type { ClientRegistry, NewClient } from '../../subgraphs/exchange/clients.ts';
import { type DemoClients, GOLDEN_CLIENT } from './demo-credentials.ts';

/**
 * Development always has the clients of `demo-credentials.json`, whatever HUB_SEED says (architecture §7).
 * Production refuses to start where the client of the golden vectors is registered: everybody knows its secret.
 * @throws Fault `CONFIGURATION_INVALID`
 */
export async function readyClients(clients: ClientRegistry, demo: DemoClients | null): Promise<void> {
  if (demo === null) {
    const known = (await clients.list()).filter(({ isDemo, name }) => isDemo || isGolden(name));
    if (known.length > 0)
      throw faults.CONFIGURATION_INVALID(
        `HUB_DATABASE_URL: production refuses a database with the demo's clients (${known.map(({ name }) => name).join(', ')})`,
      );
    return;
  }
  for (const { appid, secret } of demo.realNameClients) await clients.put(demoVendor(appid, secret));
  await clients.put({
    interface: 'NATIONAL',
    name: demo.sm2Client.systemCode,
    organisation: NATIONAL,
    publicKey: demo.sm2Client.publicKey,
    caller: nationalCaller(NATIONAL),
    sourceSystem: 'national-early-warning',
    isDemo: true,
  });
}

const NATIONAL = 'national-early-warning-demo';

const isGolden = (name: string): boolean => name.toUpperCase() === GOLDEN_CLIENT.appid;

/** What a 603号 client may do: state facts of the sites it serves, and ask for what its Query verbs answer. */
export const REAL_NAME_SCOPES: readonly string[] = [
  'project:submit',
  'worker:submit',
  'attendance:submit',
  'payroll:submit',
  'contract:submit',
  'account:submit',
  'project:read',
  'enterprise:read',
  'worker:read',
  'attendance:read',
  'payroll:read',
  'contract:read',
  'account:read',
];

/** The caller of a 603号 client (接口厂商): its signature proves a shared secret and no more. */
export const vendorCaller = (
  organisation: string,
  appid: string,
  bounds: Pick<Caller, 'divisions' | 'sectors'> & { projects?: readonly string[] },
): Caller => ({
  organisation,
  person: appid,
  kind: 'VENDOR',
  roles: [],
  scopes: REAL_NAME_SCOPES,
  ...bounds,
  assurance: 'LEGACY',
});

/** The caller of the national early-warning platform, which hands doubtful data down (疑点数据下发). */
export const nationalCaller = (organisation: string): Caller => ({
  organisation,
  kind: 'NATIONAL',
  roles: [],
  scopes: ['doubtful:ingest', 'change:read'],
  sectors: SECTORS,
  divisions: ['450000', '530000'],
  assurance: 'SIGNED',
});

const demoVendor = (appid: string, secret: string): NewClient => ({
  interface: 'REAL_NAME',
  name: appid,
  organisation: `realname/${appid}`,
  secret,
  caller: vendorCaller(`realname/${appid}`, appid, { divisions: ['450000', '530000'], sectors: SECTORS }),
  sourceSystem: `realname/${appid}`,
  isDemo: true,
});
