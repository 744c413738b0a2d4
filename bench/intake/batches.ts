import type { Site } from './parents.ts';

/** Who punches where, as a vendor's devices know it. */
export interface Punching {
  readonly projectCode: string;
  readonly crewNo: string;
  /** Of the identity document, since a vendor knows no ids of the hub. */
  readonly documentNumber: string;
}

/** So many people of one site, crew by crew. */
export const peopleOf = ({ projectCode, crews, documents }: Site, count: number): Punching[] =>
  Array.from({ length: count }, (_, at) => ({
    projectCode,
    crewNo: crews[at % crews.length]!,
    documentNumber: documents[at % documents.length]!,
  }));

/** The document of a vendor that reads every verdict. */
const QUERY = `mutation Attendance($envelope: SubmissionEnvelopeInput!, $records: [AttendanceRecordInput!]!) {
  submitAttendance(envelope: $envelope, records: $records) {
    id replayed submitted accepted duplicates corrected held rejected
    verdicts { index outcome code recordId path message warnings }
  }
}`;

/** A day and a bit of seconds, behind the present: no punch is late, none in the future. */
export const WINDOW_S = 22 * 3_600;
const KEY = 'k'.repeat(24);
const TIME = '2000-01-01T00:00:00';

/**
 * A batch whose text is made once: sending it again writes another key and other seconds over the old ones, so that the
 * sender costs next to nothing. Every worker's second differs from round to round.
 */
export class Batch {
  readonly records: number;
  readonly #text: Buffer;
  readonly #keyAt: number;
  readonly #timesAt: readonly number[];
  readonly #shifts: readonly number[];
  readonly #name: string;

  constructor(people: readonly Punching[], name: string, sentAt: Date) {
    const records = people.map(({ projectCode, crewNo, documentNumber }, at) => ({
      projectCode,
      crewNo,
      documentType: '01',
      documentNumber,
      occurredAt: `${TIME}+08:00`,
      direction: at % 2 === 0 ? 'IN' : 'OUT',
      attendType: '001',
      deviceNo: `${projectCode}-${at % 2 === 0 ? 'A' : 'B'}`,
    }));
    const envelope = { idempotencyKey: KEY, sourceSystem: 'bench-vendor', sentAt: sentAt.toISOString() };
    this.#text = Buffer.from(JSON.stringify({ query: QUERY, variables: { envelope, records } }));
    this.#keyAt = this.#text.indexOf(KEY);
    this.#timesAt = placesOf(this.#text, TIME);
    this.#shifts = this.#timesAt.map((_, at) => (at * 7_919) % WINDOW_S);
    this.records = people.length;
    this.#name = name.padStart(8, '0');
  }

  /** The body of a round, valid until the next is asked for. */
  body(round: number, seconds: Buffer): Buffer {
    const text = this.#text;
    text.write(`${this.#name}${String(round).padStart(KEY.length - this.#name.length, '0')}`, this.#keyAt);
    for (let at = 0; at < this.#timesAt.length; at += 1) {
      const from = ((round + this.#shifts[at]!) % WINDOW_S) * TIME.length;
      seconds.copy(text, this.#timesAt[at]!, from, from + TIME.length);
    }
    return text;
  }
}

/** Every second of the window as text of Asia/Shanghai, one after the other. */
export function secondsUntil(end: Date): Buffer {
  const shanghai = Math.floor(end.getTime() / 1000) + 8 * 3_600 - WINDOW_S - 600;
  const texts = Array.from({ length: WINDOW_S }, (_, at) =>
    new Date((shanghai + at) * 1000).toISOString().slice(0, TIME.length),
  );
  return Buffer.from(texts.join(''));
}

function placesOf(text: Buffer, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}
