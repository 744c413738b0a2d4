import { isWithin } from '../../../kernel/identifiers/division-code.ts';

/** Levels of government (层级), the highest first. */
export const LEVELS = ['PROVINCE', 'PREFECTURE', 'COUNTY', 'TOWNSHIP'] as const;

export type Level = (typeof LEVELS)[number];

/** The level of a division by its code's form; null for what lies below a township, and for the whole country. */
export function levelOf(divisionCode: string): Level | null {
  const code = divisionCode.padEnd(12, '0');
  if (/^0/.test(code) || !/000$/.test(code)) return null;
  if (!/000$/.test(code.slice(0, 9))) return 'TOWNSHIP';
  if (!/00$/.test(code.slice(0, 6))) return 'COUNTY';
  return /00$/.test(code.slice(0, 4)) ? 'PROVINCE' : 'PREFECTURE';
}

/** An organisation as another's parent is judged. */
export interface Placed {
  readonly level: string;
  readonly divisionCode: string;
}

/** Whether one organisation stands above another (上级): at a higher level, and the other's division lies within its own. */
export function isAbove(parent: Placed, child: Placed): boolean {
  const [upper, lower] = [parent, child].map(({ level }) => (LEVELS as readonly string[]).indexOf(level));
  return upper! < lower! && isWithin(child.divisionCode, parent.divisionCode);
}
