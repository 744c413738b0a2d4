import { type InputObjectTypeDefinitionNode, Kind, parse, visit } from 'graphql';
import { fullSdl } from '../../../subgraphs/executable.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';
import type { Dataset } from '../../../ledger/submission/dataset.ts';

/** A field of a dataset, with what the dataset and the SDL say of it. */
export interface StatedField {
  readonly name: string;
  /** `Field.expected`. */
  readonly expected: string;
  /** The SDL's description ends its own sentence with "required". */
  readonly isRequired: boolean;
}

/** The fields of every dataset of every department, by the mutation that takes it. */
export const statedFields: ReadonlyMap<string, readonly StatedField[]> = new Map(
  subgraphs.flatMap((subgraph) => {
    if (!subgraph.datasets?.length) return [];
    const described = descriptionsOf(fullSdl(subgraph));
    return subgraph.datasets.map((one) => [one.operation, fieldsOf(one, described)] as const);
  }),
);

type Descriptions = ReadonlyMap<string, ReadonlyMap<string, string>>;

function fieldsOf({ operation, fields }: Dataset, described: Descriptions): StatedField[] {
  return Object.entries(fields).map(([name, { expected }]) => {
    const text = described.get(operation)?.get(name);
    if (text === undefined) throw new Error(`${operation}: the record input has no field ${name}`);
    return { name, expected, isRequired: /; required\.|\brequired\.$/.test(text) };
  });
}

/** What is said of the fields of each mutation's records. */
function descriptionsOf(sdl: string): Descriptions {
  const inputs = new Map<string, ReadonlyMap<string, string>>();
  const operations = new Map<string, string>();
  visit(parse(sdl, { noLocation: true }), {
    InputObjectTypeDefinition: ({ name, fields }: InputObjectTypeDefinitionNode) => {
      const texts = (fields ?? []).map(
        (one) => [one.name.value, (one.description?.value ?? '').replace(/\s+/g, ' ').trim()] as const,
      );
      inputs.set(name.value, new Map(texts));
    },
    FieldDefinition(node) {
      let type = node.arguments?.find(({ name }) => name.value === 'records')?.type;
      while (type !== undefined && type.kind !== Kind.NAMED_TYPE) type = type.type;
      if (type) operations.set(node.name.value, type.name.value);
    },
  });
  return new Map(
    [...operations].flatMap(([name, input]) => (inputs.has(input) ? [[name, inputs.get(input)!]] : [])),
  );
}
