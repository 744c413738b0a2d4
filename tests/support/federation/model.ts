/**
 * A federated world before it is printed: which types there are, and which subgraph has which part of them. The parts
 * of a world are made in steps (make-*.ts) that fill these lists; afterwards nobody changes them.
 */
export interface Model {
  readonly subgraphs: readonly string[];
  readonly entities: Entity[];
  readonly values: ValueType[];
  readonly abstracts: Abstract[];
  readonly roots: Root[];
}

export interface Argument {
  readonly name: string;
  /** With default, as in SDL: `Int = 2`. */
  readonly type: string;
}

export interface Field {
  readonly name: string;
  /** As in SDL: `[[E1]!]`. */
  readonly type: string;
  readonly args: readonly Argument[];
  /** Subgraphs that answer it. More than one: shareable. */
  readonly owners: string[];
  /** Subgraphs that only name it, for a @requires or @provides. */
  readonly external: Set<string>;
  /** Subgraphs that give it along elsewhere (@provides), which makes it shareable. */
  readonly providedBy: Set<string>;
  /** What its only owner must be told first (a field set). */
  readonly requires?: string;
  /** Fields of the entity behind it that its only owner gives along. */
  readonly provides?: string;
  /** The subgraph that still has the field, and must not be asked for it any more. */
  readonly overrides?: string;
  /** Ends with an error on every second entity. */
  readonly fails?: boolean;
  readonly inaccessible?: boolean;
}

/** What one subgraph has of an entity. */
export interface Presence {
  readonly keys: Set<string>;
  /** A mere reference: its keys are `resolvable: false`. */
  isStub: boolean;
  /** Places of entities it does not know. Only where nothing but a reference leads to it. */
  readonly forgotten: Set<number>;
}

export interface Entity {
  readonly name: string;
  /** The subgraph that knows every key. */
  readonly home: string;
  readonly keys: readonly string[];
  readonly at: Map<string, Presence>;
  readonly fields: Field[];
  /** Set where this is the interface object of an interface: the types it stands for. */
  readonly standsFor?: readonly string[];
}

/** A type without identity, the same in every subgraph that has it; or split, each part in the subgraphs of its field. */
export interface ValueType {
  readonly name: string;
  readonly fields: Field[];
  /** Undefined where it is the same everywhere. */
  readonly split?: readonly string[];
}

export interface Abstract {
  readonly kind: 'interface' | 'union';
  readonly name: string;
  readonly members: readonly string[];
  /** Fields of an interface beside `id`. */
  readonly shared: readonly string[];
  /** Set for the interface of an interface object: the only subgraph with the interface. */
  readonly definedIn?: string;
}

export interface Root extends Field {
  /** What it answers: all, one by its id, or one fixed choice. */
  readonly gives: 'all' | 'byId' | 'some';
}

/** What key field `num` and others are, wherever they are declared. */
export const KEY_FIELDS: Readonly<Record<string, string>> = {
  id: 'id: ID!',
  code: 'code: String!',
  'region num': 'region: String! num: Int!',
  'place { city zip }': 'place: Place!',
};

export const KINDS = ['RED', 'GREEN', 'BLUE'] as const;
export const MOODS = ['CALM', 'GLAD', 'GRIM'] as const;
export const ENTITIES_OF_TYPE = 4;

/** The type's name without lists and bangs. */
export const namedIn = (type: string): string => type.replace(/[[\]!]/g, '');

export function entityNamed(model: Model, name: string): Entity | undefined {
  return model.entities.find((entity) => entity.name === name);
}

/** What a subgraph has of an entity, made on first use. */
export function presenceOf(entity: Entity, subgraph: string, key = entity.keys[0]!): Presence {
  let presence = entity.at.get(subgraph);
  if (presence === undefined) {
    presence = { keys: new Set([key]), isStub: false, forgotten: new Set() };
    entity.at.set(subgraph, presence);
  }
  return presence;
}
