import { BadInput } from '../../kernel/refusals.ts';
import { parseStrictJson } from '../../kernel/strict-json.ts';
import { foldName } from '../mapping/fold-name.ts';
import { badParameters } from './answers.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The business data of one call (业务数据) by its outer fields, whose names count without their case. */
export interface Business {
  /** The object as it came, for field maps. */
  readonly raw: Row;
  /** A field as text; a number or a truth value in its digits or letters; empty when it is not there. */
  text(name: string): string;
  /** @throws RealNameRefusal when it is not there */
  required(name: string): string;
  /** A list of objects; an absent or empty list is the empty list. @throws RealNameRefusal when it is none */
  list(name: string): readonly Row[];
}

/** Nesting of any call of the interface stays below it. */
const DEPTH = 12;
export const MOST_RECORDS = 500;

/**
 * Reads `data` of a call.
 * @throws RealNameRefusal for what is no JSON object, a field given twice, a number that lost digits
 */
export function readBusiness(data: string): Business {
  const raw = objectOf(parsed(data));
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(raw)) {
    if (fields.has(foldName(name)))
      throw badParameters(`字段 [${name.slice(0, 40)}] 重复`, `field ${name.slice(0, 40)} is given twice`);
    fields.set(foldName(name), value);
  }
  const text = (name: string) => {
    const value = fields.get(foldName(name));
    if (isNoText(value))
      throw badParameters(`[${name}] 类型不正确,应为文本`, `${name} must be text, no list and no object`);
    const found = HUB_CODES.has(foldName(name)) ? textOf(value).normalize('NFKC') : textOf(value);
    // No store keeps it, and what is issued for a name must find the name again.
    if (found.includes('\0')) throw badParameters(`[${name}] 含有空字符`, `${name} holds a NUL character`);
    return found;
  };
  return {
    raw,
    text,
    required(name) {
      const found = text(name);
      if (found === '') throw badParameters(`[${name}] 不能为空`, `${name} is required`);
      return found;
    },
    list(name) {
      const found = fields.get(foldName(name)) ?? [];
      if (!Array.isArray(found) || found.some((one) => !isRow(one)))
        throw badParameters(`[${name}] 应为对象数组`, `${name} must be a list of objects`);
      return found as Row[];
    },
  };
}

/** The list of a call that writes: 1 to 500 records. @throws RealNameRefusal */
export function recordsOf(business: Business, name: string): readonly Row[] {
  const records = business.list(name);
  if (records.length === 0)
    throw badParameters(`[${name}] 不能为空`, `${name} is required and holds records`);
  if (records.length > MOST_RECORDS)
    throw badParameters(
      `[${name}] 一次最多 ${MOST_RECORDS} 条`,
      `${name} holds at most ${MOST_RECORDS} records`,
    );
  return records;
}

/** A value as text: numbers and truth values as JSON writes them; empty for anything else. */
export const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';

/** What the hub gave numbers to: in full-width characters they are the same, as in the graph (规范写法). */
const HUB_CODES: ReadonlySet<string> = new Set(['projectCode', 'teamSysNo'].map(foldName));

/** A list or an object, where a text belongs. */
export const isNoText = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A field of an inner object, its name without case. */
export function fieldOf(row: Row, name: string): unknown {
  const wanted = foldName(name);
  const key = Object.keys(row).find((one) => foldName(one) === wanted);
  return key === undefined ? undefined : row[key];
}

function parsed(data: string): unknown {
  try {
    return parseStrictJson(data, { depth: DEPTH });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const [chinese, english] = TOLD[error.code] ?? ['JSON 格式不正确', error.message];
    throw badParameters(`data ${chinese}`, `data: ${english}`);
  }
}

const TOLD: Readonly<Record<string, readonly [string, string]>> = {
  JSON_MALFORMED: ['不是完整有效的 JSON', 'it is no JSON, or it ends too early'],
  JSON_KEY_REPEATED: ['中有重复的字段', 'a field is given twice in one object'],
  JSON_TOO_DEEP: ['嵌套过深', 'it is nested too deep'],
  JSON_NUMBER_TOO_LONG: [
    '中的长数字应以文本传送(账号、卡号、证件号码加引号)',
    'long numbers must be text: put account, card and document numbers in quotes',
  ],
};

function objectOf(value: unknown): Row {
  if (isRow(value)) return value;
  throw badParameters('data 应为 JSON 对象', 'data must be a JSON object');
}

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
