import { EVERYWHERE } from '../kernel/identifiers/division-code.ts';
import { codeTable } from './codes.ts';

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly level: 'PROVINCE' | 'PREFECTURE' | 'COUNTY';
}

/** A division with the names above it; null for a code that no table of `schema/codes` has. */
export function divisionOf(code: string): Division | null {
  const known = divisions();
  const own = known.get(code.slice(0, 6));
  if (!own) return null;
  const names: string[] = [];
  for (let at: Listed | undefined = own; at; at = at.parent ? known.get(at.parent) : undefined)
    names.unshift(at.name);
  return {
    code: own.code,
    name: own.name,
    fullName: names.join(''),
    level: LEVELS[own.level]!,
  };
}

/** Counties directly below a province are listed under a group (省直辖县级行政区划), which has the place and code of a prefecture. */
const LEVELS: Readonly<Record<string, Division['level']>> = {
  province: 'PROVINCE',
  prefecture: 'PREFECTURE',
  'virtual-group': 'PREFECTURE',
  county: 'COUNTY',
};

/** The division above; null above a province. */
export function parentOf({ code }: Division): Division | null {
  const parent = divisions().get(code)?.parent;
  return parent == null ? null : divisionOf(parent);
}

/** The divisions directly below, in the order of their codes; the provinces below null. */
export function childrenOf(code: string | null): Division[] {
  return [...divisions().values()]
    .filter(({ parent }) => parent === code)
    .map((one) => divisionOf(one.code)!);
}

/** The codes directly below one (下级区划): provinces below `000000`, none below a county, nor a longer code. */
export const divisionsBelow = (code: string): string[] =>
  childrenOf(code === EVERYWHERE ? null : code.replace(/^(\d{6})0+$/, '$1'))
    .map((one) => one.code)
    .sort();

/** Functional zones inside a division (功能区), which have no division code. */
export function localAreasOf({ code }: Division) {
  return (codeTable('local-areas').items as unknown as Listed[]).filter(({ parent }) => parent === code);
}

/** Whether the hub has the tree of the code's province, and no such division in it; a longer code counts by its county. */
export function isMissingFromTree(code: string): boolean {
  const known = divisions();
  return known.has(`${code.slice(0, 2)}0000`) && !known.has(code.slice(0, 6));
}

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
}

let listed: Map<string, Listed> | undefined;

function divisions(): Map<string, Listed> {
  listed ??= new Map(
    ['divisions-guangxi', 'divisions-yunnan', 'divisions-hubei']
      .flatMap((table) => codeTable(table).items as unknown as Listed[])
      .map((one) => [one.code, one]),
  );
  return listed;
}
