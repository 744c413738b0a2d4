import { getNamedType, isInterfaceType, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import type { Caller } from '../../kernel/caller.ts';
import type { Asked } from './asked.ts';

/** How often a field was asked for by one organisation (字段使用次数). */
export interface UsedField {
  /** `Type.field`, or `Type.field(argument:)`. */
  readonly coordinate: string;
  readonly organisation: string;
  readonly times: number;
}

/** Counts who asks for what, so that nobody takes a field away while somebody needs it (check of a deprecation). */
export interface FieldUsage {
  /** One request; the same object for the same text, so that counting costs two look-ups. */
  count(asked: Asked, caller: Caller): void;
  /** Hands on all that was counted since; what could not be handed on is counted still. */
  handOn(to: (used: readonly UsedField[]) => Promise<void>): Promise<void>;
}

/** Texts that are counted by themselves; more are folded into their fields at once. */
const MOST_TEXTS = 1_000;

export function fieldUsage(): FieldUsage {
  const texts = new Map<Asked, Map<string, number>>();
  let fields = new Map<string, Map<string, number>>();
  const fold = (): void => {
    for (const [asked, callers] of texts)
      for (const coordinate of coordinatesOf(asked)) {
        const counted = fields.get(coordinate) ?? new Map<string, number>();
        fields.set(coordinate, counted);
        for (const [organisation, times] of callers) add(counted, organisation, times);
      }
    texts.clear();
  };
  return {
    count(asked, { kind, organisation }) {
      // The hub's own questions say nothing about who would miss a field.
      if (kind === 'HUB') return;
      const callers = texts.get(asked);
      if (callers !== undefined) {
        add(callers, organisation, 1);
        return;
      }
      if (texts.size >= MOST_TEXTS) fold();
      texts.set(asked, new Map([[organisation, 1]]));
    },
    async handOn(to) {
      fold();
      if (fields.size === 0) return;
      const taken = fields;
      fields = new Map();
      const used = [...taken].flatMap(([coordinate, counted]) =>
        [...counted].map(([organisation, times]) => ({ coordinate, organisation, times })),
      );
      try {
        await to(used);
      } catch (error) {
        for (const { coordinate, organisation, times } of used) {
          const counted = fields.get(coordinate) ?? new Map<string, number>();
          fields.set(coordinate, counted);
          add(counted, organisation, times);
        }
        throw error;
      }
    },
  };
}

function add(counted: Map<string, number>, key: string, times: number): void {
  counted.set(key, (counted.get(key) ?? 0) + times);
}

/** Every field an operation names, and every argument it gives, each once. */
export function coordinatesOf({ schema, operation, fragments }: Asked): Set<string> {
  const found = new Set<string>();
  const spread = new Set<string>();
  const look = ({ selections }: SelectionSetNode, typeName: string): void => {
    for (const one of selections) {
      if (one.kind === Kind.INLINE_FRAGMENT) {
        look(one.selectionSet, one.typeCondition?.name.value ?? typeName);
        continue;
      }
      if (one.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(one.name.value);
        if (fragment === undefined || spread.has(one.name.value)) continue;
        spread.add(one.name.value);
        look(fragment.selectionSet, fragment.typeCondition.name.value);
        continue;
      }
      const type = schema.getType(typeName);
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[one.name.value] : undefined;
      // __typename, __schema and __type stay for ever.
      if (field === undefined) continue;
      const coordinate = `${typeName}.${field.name}`;
      found.add(coordinate);
      for (const { name } of one.arguments ?? []) found.add(`${coordinate}(${name.value}:)`);
      if (one.selectionSet !== undefined) look(one.selectionSet, getNamedType(field.type).name);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root != null) look(operation.selectionSet, root.name);
  return found;
}
