import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLField,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  print,
  type ValueNode,
  visit,
} from 'graphql';
import { lifted, type Template } from './literals.ts';

/** A variable of the normal form: its name and type, and where its value comes from in the client's request. */
export interface Slot {
  readonly name: string;
  readonly type: string;
  readonly value: Template;
}

/** The variables of one operation's normal form, as they are found. */
export interface Slots {
  readonly all: readonly Slot[];
  /** The arguments of a field with every value in a variable of ours: `(first: $v0, after: $v1)`. */
  args(given: readonly ArgumentNode[] | undefined, definition: GraphQLField<unknown, unknown>): string;
}

/** Client variables are renamed, literals become variables; each declared with the type its position asks for. */
export function slots(operation: OperationDefinitionNode): Slots {
  const all: Slot[] = [];
  const ofVariable = new Map<string, string>();
  const declared = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, type }) => [variable.name.value, print(type)]),
  );
  const add = (type: string, value: Template): string => {
    const name = `v${all.length}`;
    all.push({ name, type, value });
    return name;
  };
  const variable = (client: string, type: string): string => {
    const id = `${client} ${type}`;
    const known = ofVariable.get(id) ?? add(type, { variable: client });
    ofVariable.set(id, known);
    return known;
  };
  const inPlace = (value: ValueNode): string =>
    print(
      visit(value, {
        Variable: ({ name: { value: client } }) => ({
          kind: Kind.VARIABLE,
          name: { kind: Kind.NAME, value: variable(client, declared.get(client) ?? 'String') },
        }),
      }),
    );
  const argument = ({ name, value }: ArgumentNode, definition: GraphQLArgument | undefined): string => {
    const type = definition === undefined ? undefined : positionType(definition);
    if (type === undefined) return `${name.value}: ${inPlace(value)}`;
    if (value.kind === Kind.VARIABLE) return `${name.value}: $${variable(value.name.value, type)}`;
    const template = lifted(value, definition?.type);
    return `${name.value}: ${template === undefined ? inPlace(value) : `$${add(type, template)}`}`;
  };
  return {
    all,
    args: (given = [], { args }) =>
      given.length === 0
        ? ''
        : `(${given
            .map((one) =>
              argument(
                one,
                args.find(({ name }) => name === one.name.value),
              ),
            )
            .join(', ')})`,
  };
}

// A required argument with a default may be left out, so its variable must be able to be without a value.
function positionType({ type, defaultValue }: GraphQLArgument): string {
  return String(defaultValue !== undefined && isNonNullType(type) ? type.ofType : type);
}
