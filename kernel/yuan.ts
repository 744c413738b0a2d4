import { BadInput } from './refusals.ts';

declare const fen: unique symbol;
/** An amount of money as whole fen (分). Never a float; 万元 exists only in adapters and reports. */
export type Yuan = bigint & { readonly [fen]: true };

declare const ratio: unique symbol;
/** A proportion as decimal text, such as `0.9500`. It may exceed 1. */
export type Ratio = string & { readonly [ratio]: true };

/** No amount. */
export const ZERO_YUAN = 0n as Yuan;

/**
 * Reads the standard's form of money: yuan with exactly two places, `"1234.50"`.
 * @throws BadInput `YUAN_MALFORMED`
 */
export function parseYuan(text: string): Yuan {
  return readFen(text, /^(-?)(0|[1-9]\d{0,14})\.(\d{2})$/, 'yuan with exactly two places, such as "1234.50"');
}

/**
 * Reads money as foreign systems write it: none, one or two places, `"1234"`, `"1234.5"`.
 * @throws BadInput `YUAN_MALFORMED`, also for a third place: nothing is rounded on the way in
 */
export function parseLooseYuan(text: string): Yuan {
  return readFen(text, /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/, 'yuan with at most two places, such as "1234.5"');
}

/** Yuan with exactly two places: `1234.50`. */
export function formatYuan(amount: Yuan): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount from whole fen, as the database keeps it. */
export function yuanOfFen(amount: bigint): Yuan {
  return amount as Yuan;
}

export function addYuan(left: Yuan, right: Yuan): Yuan {
  return (left + right) as Yuan;
}

export function subtractYuan(left: Yuan, right: Yuan): Yuan {
  return (left - right) as Yuan;
}

export function sumYuan(amounts: Iterable<Yuan>): Yuan {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total as Yuan;
}

/** The amount times the ratio, exact, then rounded to the fen, a half away from zero (四舍五入). */
export function multiplyRatio(amount: Yuan, by: Ratio): Yuan {
  const { value, scale } = unscaled(by);
  return divideHalfUp(amount * value, scale) as Yuan;
}

/**
 * Reads a ratio: decimal text with at most 12 places.
 * @throws BadInput `RATIO_MALFORMED`
 */
export function parseRatio(text: string): Ratio {
  if (/^-?(0|[1-9]\d{0,14})(\.\d{1,12})?$/.test(text)) return text as Ratio;
  const expected = 'a decimal number such as "0.95"';
  throw new BadInput('RATIO_MALFORMED', `expected ${expected}`, { expected });
}

/** Numerator over denominator with `places` places, a half away from zero; nothing when the denominator is zero. */
export function ratioOf(
  numerator: bigint | number,
  denominator: bigint | number,
  places = 4,
): Ratio | undefined {
  const below = BigInt(denominator);
  if (below === 0n) return undefined;
  const value = divideHalfUp(BigInt(numerator) * 10n ** BigInt(places), below);
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const part = places === 0 ? '' : `.${digits.slice(-places)}`;
  return `${value < 0n ? '-' : ''}${whole}${part}` as Ratio;
}

function readFen(text: string, form: RegExp, expected: string): Yuan {
  const [, sign, whole, part = ''] = form.exec(text) ?? [];
  const amount = whole === undefined ? undefined : BigInt(whole + part.padEnd(2, '0'));
  // -0.00 would be a second way to write nothing.
  if (amount === undefined || (sign === '-' && amount === 0n))
    throw new BadInput('YUAN_MALFORMED', `expected ${expected}`, { expected });
  return (sign === '-' ? -amount : amount) as Yuan;
}

function unscaled(text: Ratio): { value: bigint; scale: bigint } {
  const [whole = '0', part = ''] = text.split('.');
  return {
    value: BigInt(whole.replace('-', '') + part) * (text.startsWith('-') ? -1n : 1n),
    scale: 10n ** BigInt(part.length),
  };
}

function divideHalfUp(above: bigint, below: bigint): bigint {
  const isNegative = above < 0n !== below < 0n;
  const [a, b] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const rounded = (2n * a + b) / (2n * b);
  return isNegative ? -rounded : rounded;
}
