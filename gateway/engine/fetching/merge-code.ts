import { type CodeModule, reading } from '../code-module.ts';
import type { Kinds } from '../kinds.ts';
import { copied, deepMerge } from './deep-merge.ts';
import type { FetchedKey } from './fetched-keys.ts';

/**
 * Gives each target the fields of its entity. `where` holds the entity's number a target, -1 for none; `owners` which
 * path took an entity first: another path gets copies of its objects, since later fetches write into them under keys
 * that mean something else there. Answers the targets whose entity is null.
 */
export type MergeEntities = (
  targets: readonly object[],
  where: readonly number[],
  entities: readonly unknown[],
  owners: number[],
  path: number,
) => object[];

/** What adds a function that merges entities with these keys, and answers its name. */
export const entityMerger = (kinds: Kinds, keys: readonly FetchedKey[]) => (code: CodeModule) =>
  addEntityMerger(code, kinds, keys);

function addEntityMerger(code: CodeModule, kinds: Kinds, keys: readonly FetchedKey[]): string {
  const name = code.name('m');
  const hasObjects = keys.some(({ isComposite }) => isComposite);
  const sharing = hasObjects
    ? 'const s=owners[w]!==undefined&&owners[w]!==path;if(owners[w]===undefined)owners[w]=path;'
    : '';
  code.add(
    `function ${name}(targets,where,entities,owners,path){const none=[];for(let i=0;i<targets.length;i++){const w=where[i];if(w<0)continue;const t=targets[i],e=entities[w];if(typeof e!=="object"||e===null){none.push(t);continue;}${sharing}${assignments(code, kinds, keys, true)}}return none;}`,
  );
  return name;
}

/** What adds a function that merges the root of a fetch's answer into an object, and answers its name. */
export const rootMerger = (kinds: Kinds, keys: readonly FetchedKey[]) => (code: CodeModule) => {
  const name = code.name('m');
  code.add(`function ${name}(t,e){${assignments(code, kinds, keys, false)}}`);
  return name;
};

// Only keys that were asked for: whatever else a subgraph sends is not looked at.
function assignments(code: CodeModule, kinds: Kinds, keys: readonly FetchedKey[], mayShare: boolean): string {
  const merge = code.constant(deepMerge(kinds));
  const composite = new Map<string, boolean>();
  for (const { key, isComposite } of keys) composite.set(key, isComposite || composite.get(key) === true);
  return [...composite]
    .map(([key, isComposite], place) => {
      const [came, there, target] = [`v${place}`, reading('t', key), `t[${JSON.stringify(key)}]`];
      const read = `const ${came}=${reading('e', key)};`;
      if (key === '__typename') {
        const isObject = code.constant(kinds.isObject);
        return `${read}if(typeof ${came}==="string"&&!${isObject}(t.__typename))t.__typename=${came};`;
      }
      if (!isComposite)
        return `${read}if(${came}!==undefined&&(${came}!==null||${there}===undefined))${target}=${came};`;
      const taken = mayShare ? `(s?${code.constant(copied)}(${came}):${came})` : came;
      return `${read}if(${came}!==undefined){const o=${there};${target}=o===undefined||o===null?${taken}:${merge}(o,${taken});}`;
    })
    .join('');
}
