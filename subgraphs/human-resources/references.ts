import { readsOf } from '../asked-fields.ts';
import type { Resolver } from '../subgraph.ts';

/** The project of a row; its kind, and all else about it, is the provincial hub's. */
export const projectOf = readsOf<{ projectCode: string }>({ projectCode: true }, ({ projectCode }) => ({
  __typename: 'Project',
  code: projectCode,
}));

/** The enterprise of a code, when there is one. */
export const enterpriseOf = (creditCode: string | null | undefined): { creditCode: string } | null =>
  creditCode ? { creditCode } : null;

/** What another department's entity is known by here; its fields below are loaded by that key. */
export const asReferred: Resolver = (reference: object) => reference;
