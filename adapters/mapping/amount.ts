import type { Step } from './mapping.ts';
import { Misfit } from './misfit.ts';

/** Units in which foreign systems count money, by the places that yuan lie to the right of them. */
export const AMOUNT_UNITS = { yuan: 0, 'wan-yuan': 4, fen: -2 } as const;

export type AmountUnit = keyof typeof AMOUNT_UNITS;

/**
 * Reads an amount (金额) in a foreign unit as yuan with two places, in text, so that nothing is ever rounded:
 * `1.2345` in 万元 is `12345.00`. Thousands may be grouped by commas.
 */
export function amountIn(unit: AmountUnit): Step {
  const places = 2 + AMOUNT_UNITS[unit];
  const misfit = new Misfit(
    'AMOUNT_MALFORMED',
    `an amount in ${NAMES[unit]} with at most ${places} decimals`,
  );
  const tooLarge = new Misfit('AMOUNT_TOO_LARGE', `an amount in ${NAMES[unit]} of at most 18 digits`);
  return (text) => {
    const stated = text.normalize('NFKC');
    const [, sign = '', whole, part = ''] = AMOUNT.exec(stated) ?? [];
    if (whole === undefined) return TOO_LARGE.test(stated) ? tooLarge : misfit;
    const decimals = part.replace(/0+$/, '');
    if (decimals.length > places) return misfit;
    const fen = `${whole.replaceAll(',', '')}${decimals.padEnd(places, '0')}`
      .replace(/^0+/, '')
      .padStart(3, '0');
    const isNothing = fen === '000';
    return `${sign === '-' && !isNothing ? '-' : ''}${fen.slice(0, -2)}.${fen.slice(-2)}`;
  };
}

const AMOUNT = /^([+-]?)(\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.(\d{0,12}))?$/;

/** More digits than any amount has; JSON writes numbers so large with an exponent. */
const TOO_LARGE = /^[+-]?(\d{19,}(\.\d{0,12})?|\d{1,3}(,\d{3}){6,}(\.\d{0,12})?|\d(\.\d+)?e\+?\d{2,3})$/i;

const NAMES = { yuan: '元', 'wan-yuan': '万元', fen: '分' };
