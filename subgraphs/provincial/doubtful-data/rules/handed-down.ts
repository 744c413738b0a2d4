import { type BusinessDate, parseBusinessDate } from '../../../../kernel/calendar.ts';
import { canonicalJson } from '../../../../kernel/canonical-json.ts';
import { SECTORS, type Sector } from '../../../../kernel/caller.ts';
import { sm3Hex } from '../../../../kernel/crypto/sm3.ts';
import { parseDivisionCode } from '../../../../kernel/identifiers/division-code.ts';
import { hasNumberOfPerson } from '../../../../kernel/identifiers/numbers-in-text.ts';
import { isPlainText } from './plain-text.ts';

/** A record of a handed-down batch as it was sent (下发记录): any value may be anything. */
export type SentRecord = Readonly<Record<string, unknown>>;

/** A record that can become a case. Sector and division may still be those of its project. */
export interface HandedDown {
  readonly externalNo: string;
  readonly kindCode: string;
  readonly projectCode: string | null;
  readonly divisionCode: string | null;
  readonly sector: Sector | null;
  readonly workerId: string | null;
  readonly bankCode: string | null;
  readonly detail: string;
  readonly evidenceDigest: string | null;
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate | null;
}

export type RecordFlaw =
  | 'VALUE_MISSING'
  | 'VALUE_MALFORMED'
  | 'VALUE_TOO_LONG'
  | 'CHARACTER_FORBIDDEN'
  | 'NUMBER_OF_PERSON'
  | 'CODE_UNKNOWN'
  | 'DIVISION_UNKNOWN'
  | 'DATE_MALFORMED'
  | 'DATE_IN_FUTURE'
  | 'PERIOD_REVERSED'
  | 'OUTSIDE_JURISDICTION'
  | 'EXTERNAL_NO_REUSED'
  | 'VALUE_REFUSED';

/** The first thing that is wrong with a record, and where. */
export interface Flawed {
  readonly code: RecordFlaw;
  readonly field: string;
}

/** What the hub knows beside the record. */
export interface Known {
  readonly kinds: ReadonlySet<string>;
  readonly today: BusinessDate;
}

/** Reads one record leniently: everything it states is judged here, and a flaw costs this record alone. */
export function readHandedDown(sent: SentRecord, known: Known): HandedDown | Flawed {
  try {
    const issuedOn = day(sent, 'issuedOn') ?? flaw('VALUE_MISSING', 'issuedOn');
    if (issuedOn > known.today) flaw('DATE_IN_FUTURE', 'issuedOn');
    const dueOn = day(sent, 'dueOn');
    if (dueOn !== null && dueOn < issuedOn) flaw('PERIOD_REVERSED', 'dueOn');
    const kindCode = required(sent, 'kindCode', 32);
    if (!known.kinds.has(kindCode)) flaw('CODE_UNKNOWN', 'kindCode');
    const detail = required(sent, 'detail', 2_000);
    if (hasNumberOfPerson(detail, known.today)) flaw('NUMBER_OF_PERSON', 'detail');
    return {
      externalNo: required(sent, 'externalNo', 100),
      kindCode,
      projectCode: formed(sent, 'projectCode', /^[0-9A-Za-z_-]{1,40}$/),
      divisionCode: division(sent),
      sector: sector(sent),
      workerId: formed(sent, 'workerId', UUID),
      bankCode: formed(sent, 'bankCode', /^[0-9A-Z]{3,12}$/),
      detail,
      evidenceDigest: formed(sent, 'evidenceDigest', /^[0-9a-f]{64}$/),
      issuedOn,
      dueOn,
    };
  } catch (error) {
    if (error instanceof FlawFound) return error.flawed;
    throw error;
  }
}

/** What tells whether a record is the same again (内容摘要): SM3 of its canonical JSON; what is left out and what is null are one. */
export function digestOfRecord(sent: SentRecord): string {
  return sm3Hex(
    canonicalJson(Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null))),
  );
}

class FlawFound extends Error {
  readonly flawed: Flawed;
  constructor(flawed: Flawed) {
    super(flawed.code);
    this.flawed = flawed;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
function flaw(code: RecordFlaw, field: string): never {
  throw new FlawFound({ code, field });
}

function text(sent: SentRecord, field: string, longest: number): string | null {
  const value = sent[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') return flaw('VALUE_MALFORMED', field);
  if (value.length > longest) return flaw('VALUE_TOO_LONG', field);
  if (!isPlainText(value)) return flaw('CHARACTER_FORBIDDEN', field);
  return value.trim() === '' ? null : value.trim();
}

const required = (sent: SentRecord, field: string, longest: number): string =>
  text(sent, field, longest) ?? flaw('VALUE_MISSING', field);

function formed(sent: SentRecord, field: string, form: RegExp): string | null {
  const value = text(sent, field, 200);
  return value === null || form.test(value) ? value : flaw('VALUE_MALFORMED', field);
}

function day(sent: SentRecord, field: string): BusinessDate | null {
  const value = text(sent, field, 100);
  if (value === null) return null;
  try {
    return parseBusinessDate(value);
  } catch {
    return flaw('DATE_MALFORMED', field);
  }
}

function division(sent: SentRecord): string | null {
  const value = text(sent, 'divisionCode', 100);
  if (value === null) return null;
  const parsed = parseDivisionCode(value);
  return parsed.ok && parsed.value !== '000000' ? parsed.value : flaw('DIVISION_UNKNOWN', 'divisionCode');
}

function sector(sent: SentRecord): Sector | null {
  const value = text(sent, 'sector', 100);
  if (value === null) return null;
  return SECTORS.find((one) => one === value) ?? flaw('CODE_UNKNOWN', 'sector');
}
