import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { CodeModule } from '../code-module.ts';
import { reading } from '../code-module.ts';
import type { Kinds } from '../kinds.ts';
import { type Path, valueAt } from '../shaping/traced.ts';

export type PlanPath = readonly FlattenNodePathSegment[];

/** Collects the objects at a place of the merged answer. */
export type Collect = (merged: object, found: object[]) => object[];

/** Adds a function that finds the objects at a path; answers its name. `@` is one list level; a type not told matches. */
export function addCollector(code: CodeModule, kinds: Kinds, path: PlanPath): string {
  const name = code.name('w');
  const from = (step: number, variable: string): string => {
    const segment = path[step];
    const inner = `x${step}`;
    if (segment === undefined) return `if(!Array.isArray(${variable}))found.push(${variable});`;
    const rest = from(step + 1, segment === '@' || 'Field' in segment ? inner : variable);
    if (segment === '@')
      return `if(Array.isArray(${variable}))for(let i${step}=0;i${step}<${variable}.length;i${step}++){const ${inner}=${variable}[i${step}];if(${isObject(inner)}){${rest}}}`;
    if ('Field' in segment)
      return `{const ${inner}=${reading(variable, segment.Field)};if(${isObject(inner)}){${rest}}}`;
    const types = code.constant(new Set(segment.TypeCondition.flatMap((type) => [...kinds.of(type)])));
    return `if(${variable}.__typename===undefined||${types}.has(${variable}.__typename)){${rest}}`;
  };
  code.add(`function ${name}(m,found){${from(0, 'm')}return found;}`);
  return name;
}

const isObject = (variable: string): string => `typeof ${variable}==="object"&&${variable}!==null`;

/** Where each object at a path stands in the merged answer; only asked when something is wrong. */
export function locate(merged: object, path: PlanPath): Map<object, Path[]> {
  const found = new Map<object, Path[]>();
  const walk = (value: unknown, step: number, at: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    const segment = path[step];
    if (segment === undefined) {
      const known = found.get(value);
      if (known) known.push(at);
      else found.set(value, [at]);
    } else if (segment === '@') {
      if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, step + 1, [...at, index]);
    } else if ('Field' in segment) walk(valueAt(value, segment.Field), step + 1, [...at, segment.Field]);
    else walk(value, step + 1, at);
  };
  walk(merged, 0, []);
  return found;
}

/** Whether what is fetched at one path can change which objects are found at another. */
export function reaches(written: PlanPath, read: PlanPath): boolean {
  const steps = (path: PlanPath) =>
    path.flatMap((step) => (step === '@' ? [step] : 'Field' in step ? [`.${step.Field}`] : []));
  const [before, after] = [steps(written), steps(read)];
  const isPrefix = before.every((step, place) => step === after[place]);
  return isPrefix && (after.length > before.length || read.length > after.length);
}
