import {
  getNullableType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type CodeModule, literalKey, reading } from '../code-module.ts';
import { leafReader } from './leaves.ts';
import type { FieldShape, ObjectShape, PlaceShape } from './shape.ts';

/** What a shaper is given beside the merged answer, and what it leaves behind. */
export interface ShapingRun {
  readonly introspection: Readonly<Record<string, unknown>> | undefined;
  /** Something is null that may not be, or is of a wrong kind: the answer is shaped again, with paths. */
  isBroken: boolean;
}

/** `null` where a required field at the top is empty. */
export type Shaper = (data: unknown, run: ShapingRun) => Record<string, unknown> | null;

/** Adds the functions that shape an answer to a module; answers the name of the first. */
export function addShaper(code: CodeModule, root: ObjectShape): string {
  const written = new Set<string>();
  const leaves = new Map<string, string>();
  const once = (name: string, body: () => string): string => {
    if (!written.has(name)) {
      written.add(name);
      code.add(`function ${name}${body()}`);
    }
    return name;
  };
  const fail = once('broken', () => '(c){c.isBroken=true;return null;}');

  const object = (shape: ObjectShape): string =>
    once(`o${shape.id}`, () => {
      const reads = shape.fields.map((field, place) => fieldCode(field, `a${place}`));
      const keys = shape.fields.map(({ response }, place) => `${literalKey(response)}:a${place}`);
      return `(d,c){${reads.join('')}return {${keys.join()}};}`;
    });
  const fieldCode = ({ response, key, type, own, below }: FieldShape, variable: string): string => {
    if (own === 'introspection') return `const ${variable}=${reading('c.introspection', response)}??null;`;
    if (own !== undefined)
      return own.typename === null
        ? 'return broken(c);'
        : `const ${variable}=${JSON.stringify(own.typename)};`;
    return `let ${variable}=${reading('d', key)};${checked(type, variable, below)}`;
  };
  /** Statements that bring a variable into shape, or leave the function because it is null and may not be. */
  const checked = (type: GraphQLOutputType, variable: string, below: PlaceShape | undefined): string => {
    const value = shaped(getNullableType(type), variable, below);
    const isNull = `${variable}===undefined||${variable}===null`;
    return isNonNullType(type)
      ? `if(${isNull}||(${variable}=${value})===null)return broken(c);`
      : `if(${isNull})${variable}=null;else ${variable}=${value};`;
  };
  const shaped = (type: GraphQLOutputType, variable: string, below: PlaceShape | undefined): string => {
    if (isListType(type)) return `${list(type.ofType, below)}(${variable},c)`;
    if (below) return `${place(below)}(${variable},c)`;
    return leaf(type as GraphQLLeafType, variable);
  };
  const list = (item: GraphQLOutputType, below: PlaceShape | undefined): string => {
    const name = code.name('l');
    const each = checked(item, 'a', below);
    return once(
      name,
      () =>
        `(v,c){if(!Array.isArray(v))return broken(c);const n=v.length,r=new Array(n);for(let i=0;i<n;i++){let a=v[i];${each}r[i]=a;}return r;}`,
    );
  };
  const place = ({ id, name, known, byType, other }: PlaceShape): string =>
    once(`p${id}`, () => {
      const guard = '(v,c){if(typeof v!=="object"||Array.isArray(v))return broken(c);';
      if (known === undefined) return `${guard}return ${object(other)}(v,c);}`;
      const cases = [...byType].map(
        ([type, shape]) => `case ${JSON.stringify(type)}:return ${object(shape)}(v,c);`,
      );
      const rest = `if(t===undefined||t===${JSON.stringify(name)}||${code.constant(known)}.has(t))return ${object(other)}(v,c);return null;`;
      return `${guard}const t=v.__typename;switch(t){${cases.join('')}}${rest}}`;
    });
  const leaf = (type: GraphQLLeafType, variable: string): string => {
    if (!isLeafType(type)) throw new Error(`no leaf: ${String(type)}`);
    const known = leaves.get(type.name) ?? code.constant(leafReader(type));
    leaves.set(type.name, known);
    const check = `(${known}(${variable})??broken(c))`;
    // The most frequent kinds without a call.
    if (type.name === 'String' || type.name === 'ID')
      return `(typeof ${variable}==="string"?${variable}:${check})`;
    return check;
  };
  void fail;
  return object(root);
}
