import type { Fact, RecordRow, RowOf } from '../ledger/fact.ts';
import { codeTable } from '../schema/codes.ts';
import type { SubgraphContext } from './context.ts';
import type { Resolver } from './subgraph.ts';

/** A code with its Chinese name from `schema/codes`; an unknown code names itself rather than vanish. */
export function codeName(
  table: string,
  code: string | null | undefined,
): { code: string; name: string } | null {
  if (code === null || code === undefined) return null;
  return { code, name: codeTable(table).byCode.get(code)?.name ?? code };
}

/** The two fields every fact shows of its record: where the current version comes from, and all versions. */
export function recordFields(fact: Fact): { provenance: Resolver; versions: Resolver } {
  return {
    provenance: (row: RowOf<Fact>) => provenanceOf(row),
    versions: (row: { id: string }, _args, context: SubgraphContext) =>
      context
        .loader<string, unknown[]>(`versions ${fact.name}`, async (ids) => {
          const rows = await context.store.reader(fact).versions(context.session, ids);
          return ids.map((id) =>
            rows.filter((one) => (one as unknown as RecordRow).id === id).map(provenanceOf),
          );
        })
        .load(row.id),
  };
}

const provenanceOf = (row: object) => ({ supersededAt: null, ...row });
