import { businessDateOf } from '../../kernel/calendar.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import type { Door, DoorAnswer, DoorRefusal, DoorRequest } from '../../kernel/door.ts';
import { answer, badParameters, CODES, done, RealNameRefusal, tooMany } from './answers.ts';
import { type Business, MOST_RECORDS, readBusiness, recordsOf } from './business.ts';
import { checkTimestamp, TOLERANCE_SECONDS } from './call-time.ts';
import { fieldCipher } from './cipher.ts';
import { NotNow } from './desk.ts';
import { directAnswer, waitFor } from './direct.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import type { Method, ReadMethod, WriteMethod } from './methods/method.ts';
import { methodOf, NOT_OPEN } from './methods/registry.ts';
import type { CallNonce, RealNameClient } from './ports.ts';
import { readingOf } from './reading.ts';
import type { RunParts } from './run-call.ts';
import { isSameSignature, isSameText, signatureOf } from './sign.ts';

export interface RealNameDoorParts extends RunParts {
  /** The business clock: the window of timestamps and the hour of serials. */
  readonly clock: Clock;
  /** Tells the log what broke; never anything of the call's content. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** The door of the national real-name interface (全国建筑工人管理服务信息平台接口, 建办市函〔2018〕603号), server side. */
export function realNameDoor(parts: RealNameDoorParts): Door {
  return {
    path: '/open.api',
    methods: ['POST'],
    bodyLimit: 8 * 1024 * 1024,
    async handle(request) {
      try {
        return await handle(request, parts);
      } catch (error) {
        if (error instanceof RealNameRefusal) return answer(error.code, error.message);
        parts.report(error, request.requestId);
        if (error instanceof NotNow) return refused(tooMany());
        return answer(CODES.FAILED, 'Internal Error 平台内部错误,请稍后再试');
      }
    },
    refuse,
  };
}

async function handle(request: DoorRequest, parts: RealNameDoorParts): Promise<DoorAnswer> {
  const envelope = readEnvelope(request.headers['content-type'], request.body);
  const client = await clientOf(envelope, parts);
  const now = parts.clock.now();
  checkTimestamp(envelope.timestamp, now, client.settings.toleranceSeconds);
  const method = served(envelope.method);
  const business = readBusiness(envelope.data);
  checkOuter(business, method);
  const nonce = nonceOf(envelope, client, now);
  if (method.kind === 'READ') return read(method, business, nonce, client, request, parts);
  return write(method, envelope, nonce, now, parts);
}

/** Who calls, once the signature is right; until then the answer tells nothing of the account but that it is none. */
async function clientOf(envelope: Envelope, { ports }: RealNameDoorParts): Promise<RealNameClient> {
  const client = await ports.clients.find(envelope.appid);
  if (!client)
    throw new RealNameRefusal(CODES.NO_RIGHT, 'appid 无效,无API访问权限', 'the appid is not valid');
  if (!isSameSignature(envelope.sign, signatureOf(envelope.signed, client.secret)))
    throw new RealNameRefusal(CODES.SIGNATURE, '签名校验错误', 'the signature does not match');
  const { corpKey, cipher } = client.settings;
  if (corpKey !== undefined) {
    const expected = fieldCipher(client.secret, cipher).encrypt(corpKey + envelope.timestamp);
    if (!isSameText(envelope.corpsign ?? '', expected))
      throw new RealNameRefusal(CODES.SIGNATURE, 'corpsign 校验错误', 'the corpsign does not match');
  }
  return client;
}

function served(name: string): Method {
  const method = methodOf(name);
  if (method) return method;
  if (NOT_OPEN.has(name.toLowerCase()))
    throw new RealNameRefusal(CODES.NO_RIGHT, `接口 ${name} 暂未开放`, `${name} is not open yet`);
  throw new RealNameRefusal(
    CODES.NO_RIGHT,
    `接口 ${name} 不存在,无API访问权限`,
    `there is no method ${name}`,
  );
}

function checkOuter(business: Business, method: Method): void {
  for (const name of method.required) business.required(name);
  if (method.kind === 'WRITE' && method.list !== undefined) recordsOf(business, method.list);
}

function nonceOf(
  { method, data, timestamp, nonce, corpsign }: Envelope,
  client: RealNameClient,
  now: Date,
): CallNonce {
  const seconds = client.settings.toleranceSeconds ?? TOLERANCE_SECONDS;
  return {
    appid: client.appid,
    timestamp,
    // The signature is over lower case: a nonce in other letters is the same message again, not a new one.
    nonce: nonce.toLowerCase(),
    digest: sm3Hex(JSON.stringify([method.toLowerCase(), data, corpsign ?? null])),
    until: new Date(now.getTime() + 2 * seconds * 1000),
  };
}

async function read(
  method: ReadMethod,
  business: Business,
  nonce: CallNonce,
  client: RealNameClient,
  { requestId }: DoorRequest,
  { ports, graph, clock }: RealNameDoorParts,
): Promise<DoorAnswer> {
  if ((await ports.calls.remember(nonce)) === 'OTHER_CONTENT') throw nonceReused();
  const at = clock.now();
  const cipher = fieldCipher(client.secret, client.settings.cipher);
  const desk = { client, cipher, ports, graph, at, today: businessDateOf(at), serial: '', requestId };
  return done(await method.answer(business, await readingOf(desk, business.text('projectCode'))));
}

/** A call that writes: kept with its job, then answered with its serial, or with its result where it is direct. */
async function write(
  method: WriteMethod,
  { data }: Envelope,
  nonce: CallNonce,
  at: Date,
  parts: RealNameDoorParts,
): Promise<DoorAnswer> {
  const jobAfterSeconds = method.isDirect ? JOB_OF_DIRECT_SECONDS : 0;
  const kept = await parts.ports.calls.admit({ ...nonce, method: method.name, data, at, jobAfterSeconds });
  if (kept.kind === 'OVERLOADED') throw tooMany();
  if (kept.kind === 'OTHER_CONTENT') throw nonceReused();
  const serial = kept.kind === 'SAME' ? kept.call.serial : kept.serial;
  if (!method.isDirect) return done({ requestSerialCode: serial });
  const known = kept.kind === 'SAME' ? kept.call.outcome : undefined;
  return directAnswer(serial, known ?? (await waitFor(serial, nonce.appid, parts)));
}

/** After the longest time that the door itself works on a direct call: a job for what a dead door left. */
const JOB_OF_DIRECT_SECONDS = 15;

const nonceReused = (): RealNameRefusal =>
  badParameters(
    'nonce 重复:同一 appid、timestamp、nonce 已用于其他请求',
    'the same appid, timestamp and nonce were used for another request',
  );

const refused = ({ code, message }: RealNameRefusal): DoorAnswer => answer(code, message);

/** What the HTTP edge refuses, in the interface's words. */
function refuse({ code }: DoorRefusal): DoorAnswer {
  switch (code) {
    case 'OVERLOADED':
      return refused(tooMany());
    case 'BODY_TOO_LARGE':
      return answer(
        CODES.PARAMETERS,
        `请求超过 8 MiB,请分批发送,每批最多 ${MOST_RECORDS} 条 (the request is larger than 8 MiB)`,
      );
    case 'METHOD_NOT_ALLOWED':
      return answer(CODES.PARAMETERS, '请使用 HTTP POST (use HTTP POST)');
    case 'CONTENT_TYPE_REFUSED':
    case 'BODY_MALFORMED':
      return answer(
        CODES.PARAMETERS,
        '请求体应为未压缩的 application/x-www-form-urlencoded (the body must be an uncompressed form)',
      );
    case 'INTERNAL':
      return answer(CODES.FAILED, 'Internal Error 平台内部错误,请稍后再试');
  }
}
