import type { Sector } from '../../../../kernel/caller.ts';
import table from './routing.json' with { type: 'json' };

export type Verifier = 'INDUSTRY' | 'BANK' | 'HUMAN_RESOURCES';

/** What a case says about where it belongs. */
export interface Routed {
  readonly kindCode: string;
  readonly sector: Sector;
  readonly divisionCode: string;
  readonly bankCode: string | null;
}

/** Who verifies this kind first (核实单位类别), by the modelled table; an unknown kind goes to the industry. */
export function verifierOf(kindCode: string): Verifier {
  return ((table.kinds as Readonly<Record<string, string>>)[kindCode] as Verifier | undefined) ?? 'INDUSTRY';
}

/**
 * The organisation to which a case is best assigned (建议承办单位), by kind, sector and division. Organisations are named
 * by division and office: `450103-housing`, `450103-hr`, `450000-finance`; a bank by its code: `bank-102`.
 */
export function suggestedAssignee({ kindCode, sector, divisionCode, bankCode }: Routed): string {
  const county = divisionCode.slice(0, 6);
  const verifier = verifierOf(kindCode);
  if (verifier === 'HUMAN_RESOURCES') return `${county}-hr`;
  if (verifier === 'INDUSTRY') return `${county}-${sector.toLowerCase()}`;
  return bankCode === null ? `${county.slice(0, 2)}0000-finance` : `bank-${bankCode}`;
}
