/**
 * Whether a value from outside can be one of a column's at all. Asked before SQL: the database would refuse the whole
 * statement, and with it the questions beside it.
 */
export function fits(value: unknown, type: string): boolean {
  if (typeof value === 'boolean') return type === 'boolean';
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const form = FORMS[type];
  const text = String(value);
  if (type === 'date') return FORMS.date!.test(text) && exists(text);
  return form
    ? form.test(text) && (type !== 'timestamptz' || !Number.isNaN(Date.parse(text)))
    : !text.includes('\0');
}

/** A key in the one form that the database answers with, so that answers find their question; null when it is none. */
export function keyIn(type: string, key: string): string | null {
  const normal = type === 'uuid' ? key.toLowerCase() : key;
  return fits(normal, type) ? normal : null;
}

const exists = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

const FORMS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  timestamptz: /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/,
};
