import type { Entry, Scope } from './scope.ts';
import type { Slot } from './slots.ts';

/** A normal form as the planner gets it: no alias of a client, no literal, no fragment definition, no condition. */
export function printOperation(kind: string, scope: Scope, slots: readonly Slot[]): string {
  const declared = slots.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  return `${kind}${declared && `(${declared})`} ${printed([scope])}`;
}

/** All that an operation's programme depends on: the normal form, and which of its keys the client reads in what order. */
export function signature(scope: Scope): string {
  const entry = ({ response, key, field, args, on, own, scope: below }: Entry): string =>
    `${on.join()}>${response}=${key}:${field}${args}${own && 'introspection' in own ? '?' : ''}${below ? signature(below) : ''}`;
  return `{${scope.entries.map(entry).join(' ')}}`;
}

/** Scopes that meet in one place are printed as one. */
function printed(scopes: readonly Scope[]): string {
  const groups = new Map<string, { on: readonly string[]; fields: Map<string, Entry[]> }>();
  for (const entry of scopes.flatMap(({ entries }) => entries)) {
    if (entry.own !== undefined) continue;
    const id = entry.on.join();
    const group = groups.get(id) ?? { on: entry.on, fields: new Map() };
    groups.set(id, group);
    group.fields.set(entry.key, [...(group.fields.get(entry.key) ?? []), entry]);
  }
  // Known beforehand, but only once the object is known to be of that type: something must ask for its name.
  for (const { own, on, key, ...rest } of scopes.flatMap(({ entries }) => entries))
    if (own !== undefined && 'typename' in own && on.length > 0 && !groups.has(on.join()))
      groups.set(on.join(), { on, fields: new Map([[key, [{ own, on, key, ...rest }]]]) });
  // The planner asks for the name wherever it needs one; asked for here it would weigh in the choice of a way.
  const parts = [...groups.values()].map(({ on, fields }) =>
    nested(on, [...fields.values()].map(field).join(' ')),
  );
  if (parts.length === 0) parts.unshift('__typename');
  return `{${parts.join(' ')}}`;
}

function field(same: readonly Entry[]): string {
  const { key, field: name, args } = same[0]!;
  const below = same.flatMap(({ scope }) => scope ?? []);
  return `${key === name ? '' : `${key}: `}${name}${args}${below.length > 0 ? printed(below) : ''}`;
}

function nested(on: readonly string[], inner: string): string {
  return on.reduceRight((text, type) => `... on ${type} {${text}}`, inner);
}

/** Whether anything is to be fetched: type names of the root and introspection are the gateway's own to answer. */
export function needsPlan({ entries }: Scope): boolean {
  return entries.some(({ own }) => own === undefined);
}
