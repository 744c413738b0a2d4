import { businessDateOf } from '../../kernel/calendar.ts';
import type { Graph } from '../../kernel/graph.ts';
import { CODES, RealNameRefusal } from './answers.ts';
import { readBusiness } from './business.ts';
import { carryOut } from './carry-out.ts';
import { fieldCipher } from './cipher.ts';
import { resultText } from './complaint.ts';
import type { Desk } from './desk.ts';
import { methodOf } from './methods/registry.ts';
import type { CallOutcome, KeptImage, RealNameCall, RealNamePorts } from './ports.ts';

export interface RunParts {
  readonly ports: RealNamePorts;
  readonly graph: Graph;
}

/** A process that died gives its calls free after it. A call that takes longer is carried out twice, which does no harm. */
const LEASE_SECONDS = 20;

/**
 * The job of one call (异步处理): translates it, submits its parts, keeps the outcome. Carrying it out again is
 * harmless. Returns when the call is finished, by this process or another.
 * @param isLast no further attempt follows: a fault becomes the outcome
 * @throws Error when another process holds the call, or the graph cannot take it at present: try again
 */
export async function runCall(parts: RunParts, serial: string, isLast = false): Promise<void> {
  const outcome = await attemptCall(parts, serial, isLast);
  if (outcome) return;
  const call = await parts.ports.calls.find(serial);
  if (call && !call.outcome) throw new Error(`another process carries out the call ${serial}`);
}

/** One attempt; undefined when the call is finished already or another process holds it. */
export async function attemptCall(
  { ports, graph }: RunParts,
  serial: string,
  isLast = false,
): Promise<CallOutcome | undefined> {
  const call = await ports.calls.claim(serial, LEASE_SECONDS);
  if (call === undefined) return undefined;
  try {
    const outcome = await outcomeOf(call, ports, graph);
    await ports.calls.finish(serial, outcome);
    return outcome;
  } catch (error) {
    if (!isLast) {
      // The store may be what failed; the lease then ends by itself.
      await ports.calls.release(serial).catch(() => undefined);
      throw error;
    }
    const outcome = failed(CODES.FAILED, 'Internal Error 平台内部错误,请稍后重新上传');
    await ports.calls.finish(serial, outcome);
    return outcome;
  }
}

async function outcomeOf(call: RealNameCall, ports: RealNamePorts, graph: Graph): Promise<CallOutcome> {
  const client = await ports.clients.find(call.appid);
  const method = methodOf(call.method);
  if (!client || method?.kind !== 'WRITE')
    return failed(CODES.NO_RIGHT, '无API访问权限 (the account is closed)');
  const { serial, at } = call;
  const cipher = fieldCipher(client.secret, client.settings.cipher);
  const desk: Desk = { client, cipher, ports, graph, at, today: businessDateOf(at), serial };
  try {
    const plan = await method.plan(readBusiness(call.data), desk);
    if (plan.files.length > 0)
      await ports.images.keep(
        plan.files.map((file): KeptImage => ({ ...file, serial, appid: client.appid })),
      );
    const { complaints, code } = await carryOut(plan, desk, { ...call, list: method.list });
    if (complaints.length > 0) return failed(code, resultText(complaints));
    return { status: 20, code: CODES.DONE, result: JSON.stringify(plan.issued ?? '处理成功') };
  } catch (error) {
    if (error instanceof RealNameRefusal) return failed(error.code, error.message);
    throw error;
  }
}

const failed = (code: number, text: string): CallOutcome => ({
  status: 10,
  code,
  result: JSON.stringify(text),
});
