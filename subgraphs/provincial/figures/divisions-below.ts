import { EVERYWHERE } from '../../../kernel/identifiers/division-code.ts';
import { codeTable } from '../../../schema/codes.ts';

/** The divisions directly below one, by the code tables of `schema/codes`: provinces below `000000`, none below a county. */
export function divisionsBelow(code: string): readonly string[] {
  const below = listedDivisions().get(code.replace(/^(\d{6})0+$/, '$1')) ?? [];
  return below.map((one) => one.code).sort();
}

interface Listed {
  readonly code: string;
  readonly parent: string | null;
}

let listed: ReadonlyMap<string, readonly Listed[]> | undefined;

function listedDivisions(): ReadonlyMap<string, readonly Listed[]> {
  listed ??= Map.groupBy(
    TABLES.flatMap((table) => codeTable(table).items as unknown as Listed[]),
    ({ parent }) => parent ?? EVERYWHERE,
  );
  return listed;
}

const TABLES = ['divisions-guangxi', 'divisions-yunnan', 'divisions-hubei'];
