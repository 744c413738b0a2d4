import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { CodeModule } from '../code-module.ts';
import { reading } from '../code-module.ts';
import type { Kinds } from '../kinds.ts';
import { type Path, valueAt } from '../shaping/traced.ts';

export type PlanPath = readonly FlattenNodePathSegment[];

/** Collects the objects at a place of the merged answer. */
export type Collect = (merged: object, found: object[]) => object[];

/**
 * What adds a function that finds the objects at a path, and answers its name. `@` leads through a list and the lists in it; a
 * type that is not told matches every condition.
 */
export const collector = (kinds: Kinds, path: PlanPath) => (code: CodeModule) =>
  addCollector(code, kinds, path);

function addCollector(code: CodeModule, kinds: Kinds, path: PlanPath): string {
  const name = code.name('w');
  const next = (step: number, variable: string): string => `${name}_${step}(${variable},f);`;
  for (const [step, segment] of path.entries()) {
    const each = `for(let i=0;i<x.length;i++){const y=x[i];if(typeof y==="object"&&y!==null)${next(step, 'y')}}`;
    const inList = `if(Array.isArray(x)){${each}return;}`;
    code.add(
      `function ${name}_${step}(x,f){${inList}${taken(code, kinds, segment, (variable) => next(step + 1, variable))}}`,
    );
  }
  code.add(`function ${name}_${path.length}(x,f){if(!Array.isArray(x))f.push(x);}`);
  code.add(`function ${name}(m,f){${next(0, 'm')}return f;}`);
  return name;
}

function taken(
  code: CodeModule,
  kinds: Kinds,
  segment: PlanPath[number],
  next: (variable: string) => string,
): string {
  if (segment === '@') return next('x');
  if ('Field' in segment)
    return `const y=${reading('x', segment.Field)};if(typeof y==="object"&&y!==null)${next('y')}`;
  const types = code.constant(new Set(segment.TypeCondition.flatMap((type) => [...kinds.of(type)])));
  return `if(x.__typename===undefined||${types}.has(x.__typename))${next('x')}`;
}

/** Where each object at a path stands in the merged answer; only asked when something is wrong. */
export function locate(merged: object, path: PlanPath): Map<object, Path[]> {
  const found = new Map<object, Path[]>();
  const walk = (value: unknown, step: number, at: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, step, [...at, index]);
      return;
    }
    const segment = path[step];
    if (segment === undefined) {
      const known = found.get(value);
      if (known) known.push(at);
      else found.set(value, [at]);
    } else if (segment !== '@' && 'Field' in segment)
      walk(valueAt(value, segment.Field), step + 1, [...at, segment.Field]);
    else walk(value, step + 1, at);
  };
  walk(merged, 0, []);
  return found;
}

/** A path as it is compared with others: its steps without type conditions. */
export interface Course {
  readonly steps: readonly string[];
  readonly hasConditions: boolean;
}

export function courseOf(path: PlanPath): Course {
  const steps = path.flatMap((step) => (step === '@' ? [step] : 'Field' in step ? [`.${step.Field}`] : []));
  return { steps, hasConditions: steps.length < path.length };
}

/** Whether what is fetched at one path can change which objects are found at another. */
export function reaches({ steps: before }: Course, { steps: after, hasConditions }: Course): boolean {
  if (after.length < before.length || (after.length === before.length && !hasConditions)) return false;
  return before.every((step, place) => step === after[place]);
}
