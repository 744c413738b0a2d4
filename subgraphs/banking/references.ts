import type { Resolver } from '../subgraph.ts';

/** The project of a row; its kind, and all else about it, is the provincial hub's. */
export const projectOf: Resolver = (row: { projectCode: string }) => ({
  __typename: 'Project',
  code: row.projectCode,
});

export const workerOf: Resolver = (row: { workerId: string }) => ({ id: row.workerId });

/** What another department's entity is known by here; its fields below are loaded by that key. */
export const asReferred: Resolver = (reference: object) => reference;
