import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import type { Kinds } from '../kinds.ts';

/** A change the planner wants made to a representation before it is sent, or to an answer before it is merged. */
export type Rewrite = (value: unknown) => void;

/** One rewrite in its plain form: the planner gives some of them wrapped and some bare. */
export interface PlainRewrite {
  readonly path: readonly FetchNodePathSegment[];
  readonly setValueTo?: string;
  readonly renameKeyTo?: string;
}

export function plainRewrite(rewrite: FetchRewrite): PlainRewrite {
  if ('ValueSetter' in rewrite) return rewrite.ValueSetter;
  return 'KeyRenamer' in rewrite ? rewrite.KeyRenamer : rewrite;
}

/**
 * Makes a rewrite into something that can be done to a value. Steps lead through lists, a type condition is met by every
 * kind of the type and by an object that names none. A renamed key stays readable under its first name as well.
 */
export function rewriteOf({ path, setValueTo, renameKeyTo }: PlainRewrite, kinds: Kinds): Rewrite {
  const types = path.map((step) =>
    'TypenameEquals' in step
      ? new Set(step.TypenameEquals.flatMap((type) => [...kinds.of(type)]))
      : undefined,
  );
  const last = path.length - 1;
  const at = (value: unknown, place: number): void => {
    if (Array.isArray(value)) {
      for (const item of value) at(item, place);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const segment = path[place];
    if (segment === undefined) return;
    const object = value as Record<string, unknown>;
    if ('TypenameEquals' in segment) {
      if (object.__typename === undefined || types[place]?.has(object.__typename as string))
        at(value, place + 1);
      return;
    }
    if (place < last) {
      if (Object.hasOwn(object, segment.Key)) at(object[segment.Key], place + 1);
    } else if (renameKeyTo === undefined) object[segment.Key] = setValueTo;
    else if (Object.hasOwn(object, segment.Key)) object[renameKeyTo] = object[segment.Key];
  };
  return (value) => at(value, 0);
}

/** The first key a rewrite of an answer goes through, if it is the list of entities itself. */
export function belowEntities(rewrite: PlainRewrite, listKey: string): PlainRewrite {
  const [first] = rewrite.path;
  const isList =
    first !== undefined && 'Key' in first && (first.Key === listKey || first.Key === '_entities');
  return isList ? { ...rewrite, path: rewrite.path.slice(1) } : rewrite;
}
