import type { Resolver } from '../subgraph.ts';

/** The project of a row; its kind, and all else about it, is the provincial hub's. */
export const projectOf: Resolver = (row: { projectCode: string }) => ({
  __typename: 'Project',
  code: row.projectCode,
});

/** The enterprise of a code, when there is one. */
export const enterpriseOf = (creditCode: string | null | undefined): { creditCode: string } | null =>
  creditCode ? { creditCode } : null;

/** What another department's entity is known by here; its fields below are loaded by that key. */
export const asReferred: Resolver = (reference: object) => reference;
