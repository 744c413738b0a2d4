import { SECTORS } from '../../kernel/caller.ts';
import type { Role } from './roles.ts';

/** Who issues undertakings and is no bank (担保公司、保险公司): its credit code (`enterprise`) is the issuer's code. */
export const issuerRoles: readonly Role[] = [
  issuer(
    'guarantor',
    '担保公司',
    'A guarantee company: its own guarantee letters and payment guarantees; states them, and reads those of its own issue.',
  ),
  issuer(
    'insurer',
    '保险公司',
    'An insurer: its own surety insurance in place of deposits, and its payment guarantees; states them, and reads those of its own issue.',
  ),
];

function issuer(name: string, zh: string, sentence: string): Role {
  return {
    name,
    zh,
    sentence,
    kind: 'GUARANTOR',
    level: 'PROVINCE',
    sectors: SECTORS,
    scopes: ['project:read', 'enterprise:read', 'guarantee:read', 'guarantee:submit'],
    divisions: ['450000'],
    claims: ['enterprise'],
  };
}
