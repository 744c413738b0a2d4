import type { Door, DoorAnswer, DoorRequest } from '../../kernel/door.ts';
import { giveBack } from './give-back.ts';
import { handDown } from './hand-down.ts';
import type { EarlyWarningParts } from './ports.ts';
import { answered, EarlyWarningRefusal, refused, refusedAtEdge } from './refusal.ts';

const FOLDER = '/national/early-warning';
/** Two thousand characters of detail in each of 500 records, and room to spare. */
const BODY_LIMIT = 4 * 1024 * 1024;

/**
 * The early-warning exchange with the national platform (国家预警平台交换): `POST …/doubtful` takes doubtful data,
 * `POST …/results` gives conclusions back, `GET …/key` tells the hub's public key. Modelled.
 */
export function earlyWarningDoor(parts: EarlyWarningParts): Door {
  return {
    path: `${FOLDER}/*`,
    methods: ['POST', 'GET'],
    bodyLimit: BODY_LIMIT,
    inFlight: 16,
    async handle(request) {
      try {
        return await work(parts, request);
      } catch (error) {
        if (error instanceof EarlyWarningRefusal) return refused(error);
        throw error;
      }
    },
    refuse: refusedAtEdge,
  };
}

async function work(parts: EarlyWarningParts, request: DoorRequest): Promise<DoorAnswer> {
  const { method, path, body, requestId } = request;
  switch (`${method} ${path}`) {
    case `POST ${FOLDER}/doubtful`:
      return { ...answered(200, {}), body: await handDown(parts, body, requestId) };
    case `POST ${FOLDER}/results`:
      return answered(200, await giveBack(parts, body, requestId));
    case `GET ${FOLDER}/key`: {
      const { keyId, publicKey } = parts.signer;
      return answered(200, { systemCode: parts.systemCode, keyId, publicKey });
    }
    case `GET ${FOLDER}/doubtful`:
    case `GET ${FOLDER}/results`:
      throw new EarlyWarningRefusal('METHOD_NOT_ALLOWED');
    default:
      throw new EarlyWarningRefusal('NOT_FOUND');
  }
}
