import {
  getNamedType,
  type GraphQLCompositeType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import type { AccessTable, Requirement } from '../../schema/access.ts';
import { isAnonymous } from '../callers/anonymous.ts';
import { refusal } from '../refusal.ts';
import type { Asked } from './asked.ts';

const MOST_FIELDS_TOLD = 50;

/** A field the caller may not have: where the request asks for it, and which scopes would allow it. */
interface Denied {
  path: string;
  field: string;
  /** Each inner list must be held whole; of the middle lists one is enough; all outer ones must be met. */
  scopes: Requirement['scopes'];
}

/**
 * Refuses the whole request when the caller may not have one of its fields, by whatever way it is reached: through
 * an interface, a union, a fragment, an alias. Fields under `@skip` and `@include` count as asked. Fields of a
 * composite type also demand what the type itself demands, so `__typename` alone does not show that one exists.
 * What the operation demands is found once; a request costs a look at each demand that differs.
 */
export function forbiddenRefuser(asked: Asked, access: AccessTable): (caller: Caller) => void {
  const distinct = new Map<string, Requirement>();
  eachField(asked, access, (_path, _field, demands) => {
    for (const { authenticated, scopes, policies } of demands)
      if (authenticated || scopes.length > 0 || policies.length > 0)
        distinct.set(JSON.stringify([authenticated, scopes, policies]), { authenticated, scopes, policies });
  });
  const demands = [...distinct.values()];
  return (caller) => {
    if (!demands.every((demand) => meets(caller, demand))) throw forbidden(asked, access, caller);
  };
}

/** Whether a caller meets a requirement. Policies have no rules yet: a field that demands one is closed to all. */
export function meets(caller: Caller, { authenticated, scopes, policies }: Requirement): boolean {
  if (authenticated && isAnonymous(caller)) return false;
  const holds = (names: readonly string[]) => names.every((name) => caller.scopes.includes(name));
  return policies.length === 0 && scopes.every((demand) => demand.some(holds));
}

function forbidden(asked: Asked, access: AccessTable, caller: Caller) {
  const denied: Denied[] = [];
  eachField(asked, access, (path, field, demands) => {
    const unmet = demands.filter((demand) => !meets(caller, demand));
    if (unmet.length > 0) denied.push({ path, field, scopes: unmet.flatMap(({ scopes }) => scopes) });
  });
  const names = denied.slice(0, 5).map(({ path, scopes }) => `${path}${needs(scopes)}`);
  return refusal('FORBIDDEN', `the caller may not have ${names.join(', ')}`, {
    fields: denied.slice(0, MOST_FIELDS_TOLD),
  });
}

type Visit = (path: string, field: string, demands: readonly Requirement[]) => void;

function eachField(asked: Asked, access: AccessTable, visit: Visit): void {
  const seen = new Set<string>();
  const look = (set: SelectionSetNode, parent: GraphQLCompositeType, path: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        // A fragment's demands do not depend on where it is spread: its own type condition decides.
        if (seen.has(name)) continue;
        seen.add(name);
        const fragment = asked.fragments.get(name)!;
        look(fragment.selectionSet, typeNamed(asked, fragment.typeCondition.name.value) ?? parent, path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        look(selection.selectionSet, typeNamed(asked, selection.typeCondition?.name.value) ?? parent, path);
      } else {
        const name = selection.name.value;
        const place = path + (selection.alias ?? selection.name).value;
        const definition =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
        const type = definition && getNamedType(definition.type);
        const demands: (Requirement | undefined)[] = [access.field(parent.name, name)];
        if (isCompositeType(type)) demands.push(access.type(type.name));
        if (name === '__typename') demands.push(access.type(parent.name));
        visit(
          place,
          `${parent.name}.${name}`,
          demands.filter((demand) => demand !== undefined),
        );
        if (selection.selectionSet && isCompositeType(type)) look(selection.selectionSet, type, `${place}.`);
      }
    }
  };
  look(asked.operation.selectionSet, asked.schema.getRootType(asked.operation.operation)!, '');
}

function needs(scopes: Requirement['scopes']): string {
  const words = [...new Set(scopes.map((demand) => demand.map((names) => names.join('+')).join(' or ')))];
  return words.length === 0 ? '' : ` (needs ${words.join(' and ')})`;
}

function typeNamed({ schema }: Asked, name: string | undefined): GraphQLCompositeType | undefined {
  const type = name === undefined ? undefined : schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}
