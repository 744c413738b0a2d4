import { foldName } from './fold-name.ts';
import type { Mapped, Mapping, MappingFinding, MappingServices, Part, Rule } from './mapping.ts';
import { Misfit } from './misfit.ts';

/**
 * Reads one foreign record as a record of the standard. It never throws: what cannot be read is a finding, and its
 * field is left out.
 */
export function applyMapping(
  mapping: Mapping,
  record: Readonly<Record<string, unknown>>,
  services: MappingServices = {},
): Mapped {
  const stated = byFoldedName(record);
  const fields: Record<string, unknown> = {};
  const findings: MappingFinding[] = [];
  for (const rule of mapping.rules) {
    const value = readRule(rule, stated, services);
    if (value instanceof Misfit) findings.push(finding(rule, value));
    else if (value !== undefined) fields[rule.to] = value;
  }
  return { fields, findings };
}

function readRule(rule: Rule, stated: Stated, services: MappingServices): unknown {
  if (rule.constant !== undefined) return rule.constant;
  const raw = rule.parts.length === 1 ? pick(rule.parts[0]!, rule, stated) : joined(rule, stated);
  if (raw instanceof Misfit) return raw;
  if (raw === null) return whenEmpty(rule);
  if (!rule.decrypt && !rule.step) return raw;
  const text = textOf(raw);
  if (text === null) return NO_TEXT;
  const clear = rule.decrypt ? opened(text, services) : text;
  if (clear instanceof Misfit) return clear;
  if (clear === '') return whenEmpty(rule);
  return rule.step ? rule.step(clear) : clear;
}

function whenEmpty(rule: Rule): unknown {
  if (rule.fallback !== undefined) return rule.fallback;
  if (rule.missing) return rule.missing;
  return rule.whenEmpty === 'null' ? null : undefined;
}

/** The first alias that states something; texts are trimmed. Null when none does. */
function pick(part: Part, rule: Rule, stated: Stated): unknown {
  for (const name of part.names) {
    const raw = stated.get(name);
    if (raw === undefined || raw === null) continue;
    if (raw === AMBIGUOUS) return TWICE;
    if (typeof raw !== 'string') return raw;
    const text = raw.trim();
    if (text !== '' && !rule.emptyTexts.has(text)) return text;
  }
  return null;
}

/** A date column and a time column as one text; half of it is no instant. */
function joined(rule: Rule, stated: Stated): unknown {
  const texts: string[] = [];
  for (const part of rule.parts) {
    const raw = pick(part, rule, stated);
    if (raw instanceof Misfit) return raw;
    if (raw === null) continue;
    const text = textOf(raw);
    if (text === null) return NO_TEXT;
    texts.push(text);
  }
  if (texts.length === 0) return null;
  return texts.length === rule.parts.length ? texts.join(rule.separator) : HALF;
}

function opened(text: string, { decrypt }: MappingServices): string | Misfit {
  if (!decrypt) return UNREADABLE;
  try {
    return decrypt(text).trim();
  } catch {
    return UNREADABLE;
  }
}

const textOf = (raw: unknown): string | null =>
  typeof raw === 'string' ? raw : typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : null;

type Stated = ReadonlyMap<string, unknown>;

function byFoldedName(record: Readonly<Record<string, unknown>>): Stated {
  const stated = new Map<string, unknown>();
  for (const key of Object.keys(record)) {
    const name = foldName(key);
    const value = record[key];
    // One field in two spellings: the same value is harmless, two values have no right one.
    if (stated.has(name) && stated.get(name) !== value) stated.set(name, AMBIGUOUS);
    else stated.set(name, value);
  }
  return stated;
}

const AMBIGUOUS = Symbol('stated twice');
const HALF = new Misfit('VALUE_MISSING', 'a value in each of the columns that are joined');
const NO_TEXT = new Misfit('VALUE_MALFORMED', 'a text, a number, true or false');
const TWICE = new Misfit('VALUE_MALFORMED', 'the field once');
const UNREADABLE = new Misfit('VALUE_MALFORMED', 'a text encrypted as agreed');

const finding = ({ foreign, to }: Rule, { code, expected }: Misfit): MappingFinding => ({
  field: foreign,
  to,
  code,
  expected,
});
