import type { FetchRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type CodeModule, reading } from '../code-module.ts';
import type { Kinds } from '../kinds.ts';
import { plainRewrite, rewriteOf } from './rewrites.ts';

/**
 * Writes the representations (实体引用) of targets into a list, each only once; answers every target's number in it, -1
 * for a target that cannot be asked about. `seen` remembers across several paths of one alias.
 */
export type Pick = (
  targets: readonly object[],
  representations: unknown[],
  seen: Map<unknown, unknown>,
  unasked: object[],
) => number[];

/** One required field: read under one key of the merged answer, written under another. */
interface Read {
  /** Types that must all be met; none for a field that is always required. */
  readonly types: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly below?: readonly RequiresSelection[];
}

/**
 * What adds a function that picks representations, and answers its name.
 * @throws Error, at once, for a required form that is not known
 */
export function picker(
  kinds: Kinds,
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[] | undefined,
) {
  refuseUnknownForms(requires);
  return (code: CodeModule) => addPicker(code, kinds, requires, rewrites);
}

function addPicker(
  code: CodeModule,
  kinds: Kinds,
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[] = [],
): string {
  const name = code.name('k');
  const reads = readsOf(requires).filter(({ from }) => from !== '__typename');
  const groups = Map.groupBy(reads, ({ types }) => types.join());
  const variables = new Map([...new Set(reads.map(slotOf))].map((slot, place) => [slot, `a${place}`]));
  const composite = new Set(reads.filter(({ below }) => below).map(slotOf));
  const assign = (read: Read): string => {
    const variable = variables.get(slotOf(read))!;
    const value = reading('t', read.from);
    const picked = read.below ? `${addNested(code, kinds, read.below)}(${value})` : value;
    return `if((${variable}=${picked})===undefined&&n!==undefined)miss=true;`;
  };
  const reading_ = [...groups.values()].map((group) => {
    const types = group[0]!.types;
    const test = types.map((type) => `(n===undefined||${code.constant(kinds.of(type))}.has(n))`).join('&&');
    return `${test === '' ? '' : `if(${test})`}{${group.map(assign).join('')}}`;
  });
  const names = [...variables.values()];
  const isNothing =
    names.map((variable) => `(${variable}===undefined||${variable}===null)`).join('&&') || 'false';
  // Objects are compared by their text, everything else as it is.
  const compared = [...variables].map(([slot, variable]) =>
    composite.has(slot) ? `j${variable}` : variable,
  );
  const texts = [...variables].flatMap(([slot, variable]) =>
    composite.has(slot)
      ? `const j${variable}=${variable}===undefined?undefined:JSON.stringify(${variable});`
      : [],
  );
  const isSame = ['e.n===n', ...compared.map((variable) => `e.${variable}===${variable}`)].join('&&');
  const members = [...variables].map(
    ([slot, variable]) => `if(${variable}!==undefined)r[${JSON.stringify(JSON.parse(slot)[1])}]=${variable};`,
  );
  const fallback = JSON.stringify(
    requires.flatMap((one) => ('typeCondition' in one ? one.typeCondition : []))[0] ?? '',
  );
  const rewritten = rewrites.map(
    (rewrite) => `${code.constant(rewriteOf(plainRewrite(rewrite), kinds))}(r);`,
  );
  const body = [
    'const t=targets[i],n=t.__typename;let miss=false;',
    names.length > 0 ? `let ${names.join()};` : '',
    ...reading_,
    `if(miss||${isNothing}){where[i]=-1;unasked.push(t);continue;}`,
    ...texts,
    `const h=${compared.join('??') || 'n'};let e=seen.get(h);const first=e;`,
    `while(e!==undefined&&!(${isSame}))e=e.next;`,
    'if(e===undefined){',
    `const r={__typename:n??${fallback}};${members.join('')}${rewritten.join('')}`,
    `e={${['n', ...compared].join()},at:representations.length,next:first};seen.set(h,e);representations.push(r);}`,
    'where[i]=e.at;',
  ];
  code.add(
    `function ${name}(targets,representations,seen,unasked){const where=new Array(targets.length);for(let i=0;i<targets.length;i++){${body.join('')}}return where;}`,
  );
  return name;
}

function refuseUnknownForms(requires: readonly RequiresSelection[]): void {
  for (const { below } of readsOf(requires)) if (below) refuseUnknownForms(below);
}

const slotOf = ({ from, to }: Read): string => JSON.stringify([from, to]);

/** Required fields with the type conditions on their way. In a plan, `name` is the key to read, `alias` the one to write. */
function readsOf(requires: readonly RequiresSelection[], types: readonly string[] = []): Read[] {
  return requires.flatMap((one): Read[] => {
    if (one.kind === 'Field')
      return [
        {
          types,
          from: one.name,
          to: one.alias ?? one.name,
          ...(one.selections?.length && { below: one.selections }),
        },
      ];
    // A normal form has no conditions, so none can come back; a spread would need a definition that plans do not hold.
    if (one.kind !== 'InlineFragment' || one.skipIf !== undefined || one.includeIf !== undefined)
      throw new Error(`a required ${one.kind} of an unknown form`);
    return readsOf(one.selections, types.includes(one.typeCondition) ? types : [...types, one.typeCondition]);
  });
}

/** Adds a function that picks the required part of an object or of a list of objects. */
function addNested(code: CodeModule, kinds: Kinds, requires: readonly RequiresSelection[]): string {
  const name = code.name('q');
  const reads = readsOf(requires).map(({ types, from, to, below }) => {
    const value = reading('v', from);
    const picked = below ? `${addNested(code, kinds, below)}(${value})` : value;
    const test = types.map((type) => `(n===undefined||${code.constant(kinds.of(type))}.has(n))`).join('&&');
    return `${test === '' ? '' : `if(${test})`}{const p=${picked};if(p!==undefined)r[${JSON.stringify(to)}]=p;}`;
  });
  code.add(
    `function ${name}(v){if(typeof v!=="object"||v===null)return v;if(Array.isArray(v))return v.map(${name});const n=v.__typename,r={};${reads.join('')}return r;}`,
  );
  return name;
}
