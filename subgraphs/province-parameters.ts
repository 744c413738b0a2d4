import { sql } from 'kysely';
import { arrayLiteral } from '../ledger/array-literals.ts';
import { numberOn } from '../schema/province-profiles.ts';
import { kept } from '../ledger/query.ts';
import type { SubgraphContext } from './context.ts';

/**
 * A parameter of the province in which a project stands (省级参数), as a number, by what held on a day; null where the province has
 * none. The same for every caller, whatever they see of the project.
 */
export function numberOfProject(
  projectCode: string,
  name: string,
  on: string,
  context: SubgraphContext,
): Promise<number | null> {
  return context.once(`${name} of ${projectCode} on ${on}`, async () => {
    const division = await divisionOfProject(projectCode, context);
    return division === null ? null : numberOn(division, name, on);
  });
}

/** The division in which a project stands, asked together with its siblings'. */
export const divisionOfProject = (projectCode: string, context: SubgraphContext): Promise<string | null> =>
  context
    .loader<string, string | null>('divisions of projects', async (codes) => {
      const rows = await context.session.rows<{ readonly code: string; readonly division: string }>(
        kept(sql`
        select code, division from hub.divisions_of_projects(${context.store.databaseSchema}, ${arrayLiteral(codes)}::text[])`),
      );
      const byCode = new Map(rows.map(({ code, division }) => [code, division]));
      return codes.map((code) => byCode.get(code) ?? null);
    })
    .load(projectCode);
