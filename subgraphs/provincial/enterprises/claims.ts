import { hasConflicts } from '../../conflicts.ts';
import type { SubgraphContext } from '../../context.ts';
import { rowsOf } from '../asked-rows.ts';
import { Enterprise } from '../facts.ts';
import { EnterpriseClaim } from './facts.ts';

/** What is compared of what several sources state of an enterprise, by the name under which the graph shows it. */
export const CLAIMED_FIELDS = {
  name: 'name',
  abbreviation: 'abbreviation',
  divisionCode: 'divisionCode',
  registrationType: 'registrationType',
  legalRepresentative: 'legalRepresentative',
  establishedOn: 'establishedOn',
} as const;

/** Whether any other source states something else of the enterprise `t` than what is shown. */
export const enterpriseHasConflicts = (context: Pick<SubgraphContext, 'store' | 'session'>) =>
  hasConflicts(Enterprise, rowsOf(EnterpriseClaim, 'c', context), CLAIMED_FIELDS);
