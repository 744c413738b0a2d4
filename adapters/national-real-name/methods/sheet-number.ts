import { sm3Hex } from '../../../kernel/crypto/sm3.ts';

/** What fits into a sheet's number beside crew and month. */
const FITTING = /^[0-9A-Za-z_-]{1,30}$/;

interface OfCrew {
  readonly crewNo?: unknown;
  readonly payMonth?: unknown;
}

const begin = ({ crewNo, payMonth }: OfCrew): string =>
  `${String(crewNo)}-${String(payMonth).replace('-', '')}-`;

/** Third parties number their sheets (thirdPayRollCode) by crew and month as they like; the hub's number tells these apart. */
export const sheetNoOf = (sheet: OfCrew, code: string): string =>
  `${begin(sheet)}${FITTING.test(code) ? code : sm3Hex(code).slice(0, 24)}`;

/** A code that the number does not hold stays with the sheet as it came, however long; the graph says where it is too long. */
export const codeBeside = (code: string): { readonly thirdPartyCode?: string } =>
  FITTING.test(code) ? {} : { thirdPartyCode: code };

/** The third party's code of a sheet; null of one that came by another way. */
export const statedCode = (
  sheet: OfCrew & { readonly sheetNo: string },
  kept: string | null | undefined,
): string | null =>
  kept ?? (sheet.sheetNo.startsWith(begin(sheet)) ? sheet.sheetNo.slice(begin(sheet).length) : null);
