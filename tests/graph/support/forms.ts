import { departments } from '../../../hub/wiring/departments.ts';
import { freePorts } from '../../support/free-ports.ts';
import { type HubDatabase, hubWithDemo } from '../../support/hub-database.ts';
import { type HubCommand, hub } from './processes.ts';
import { type RunningHub, runningHub } from './running-hub.ts';

/** Business time of the end-to-end tests: a working day with a month and a half of the demo behind it. */
export const NOW = '2026-11-20T16:00:00+08:00';

export interface Form {
  readonly hub: RunningHub;
  /** Ends one department as an outage would. */
  stopDepartment(name: string): Promise<void>;
  /** Starts it again where it was. */
  startDepartment(name: string): Promise<void>;
  /** Ends every process with SIGKILL, all at once. */
  kill(): Promise<void>;
  readonly env: Readonly<Record<string, string>>;
}

/** A database with the demo in it, and the settings that lead a hub to it. */
export const seededDatabase = (): Promise<HubDatabase> => hubWithDemo(NOW);

/** Everything in one process. */
export async function inOneProcess(env: HubDatabase['env']): Promise<Form> {
  const process = hub(['start'], env);
  await process.line(/Ctrl-C stops it/);
  const running = await runningHub(env.HUB_DATA_DIR!, async () => void (await process.stop()));
  const partOfTheOne = () => Promise.reject(new Error('it is part of the one process'));
  return {
    hub: running,
    env,
    stopDepartment: partOfTheOne,
    startDepartment: partOfTheOne,
    kill: async () => void (await process.stop('SIGKILL')),
  };
}

/** Seven processes: six departments and the gateway. */
export async function inSevenProcesses(env: HubDatabase['env']): Promise<Form> {
  const [gatewayPort, ...ports] = await freePorts(departments.length + 1);
  const departmentEnv = { ...env, HUB_GATEWAY_ADDRESS: `http://127.0.0.1:${gatewayPort}` };
  const portOf = new Map(departments.map(({ name }, place) => [name, String(ports[place])]));
  const running = new Map<string, HubCommand>();
  const startDepartment = async (name: string) => {
    const department = hub(['subgraph', name, '--port', portOf.get(name)!], departmentEnv);
    running.set(name, department);
    await department.line(/ serves http/);
  };
  await Promise.all(departments.map(({ name }) => startDepartment(name)));
  const urls = departments.map(({ name }) => `${name}=http://127.0.0.1:${portOf.get(name)}/graphql`);
  const gatewayEnv = { ...env, HUB_SUBGRAPH_URLS: urls.join(','), HUB_PORT: String(gatewayPort) };
  const gateway = hub(['gateway'], gatewayEnv);
  await gateway.line(/credentials/);
  const stop = async (signal?: NodeJS.Signals) => {
    await Promise.all([gateway, ...running.values()].map((one) => one.stop(signal)));
  };
  return {
    hub: await runningHub(env.HUB_DATA_DIR!, () => stop()),
    env: gatewayEnv,
    stopDepartment: async (name) => void (await running.get(name)!.stop('SIGKILL')),
    startDepartment,
    kill: () => stop('SIGKILL'),
  };
}
