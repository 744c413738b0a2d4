import { askInside, type Desk } from './desk.ts';
import { graphDocument } from './graph-document.ts';

/**
 * The desk of a question about one project. A vendor's scope covers what it may state, not what it may read; of a project
 * that it filed itself it reads everything that the graph shows a vendor, people and accounts masked. Other callers, and
 * vendors that are registered for named projects, keep the scope they have.
 */
export async function readingOf(desk: Desk, projectCode: string): Promise<Desk> {
  const { client } = desk;
  if (projectCode === '' || !seesOwn(desk)) return desk;
  const { project } = await askInside(desk, FILED_BY, { code: projectCode });
  const filedBy = (project as { provenance: { sourceSystem: string } } | null)?.provenance.sourceSystem;
  if (filedBy !== client.sourceSystem) return desk;
  return readingOwn(desk, [projectCode]);
}

/** The desk of a question about these projects, which their vendor filed. */
export const readingOwn = (desk: Desk, projects: readonly string[]): Desk => ({
  ...desk,
  client: { ...desk.client, caller: { ...desk.client.caller, projects } },
});

/** Whether a client sees what it filed and nothing else: a vendor that is registered for no projects by name. */
export const seesOwn = ({ client: { caller } }: Desk): boolean =>
  caller.kind === 'VENDOR' && caller.projects === undefined;

export const FILED_BY = graphDocument(`query RealName_filedBy($code: ID!) {
  project(code: $code) { provenance { sourceSystem } }
}`);
