import { type GraphQLSchema, isScalarType, valueFromASTUntyped } from 'graphql';
import { scalars } from '../../schema/scalars.ts';

/**
 * Lets the client's schema check the standard's scalars, so that a day that does not exist is refused before anybody
 * is asked. Only checked, never converted: the departments read the text themselves.
 */
export function checkStandardScalars(schema: GraphQLSchema): void {
  for (const [name, standard] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) continue;
    type.parseValue = (value) => {
      standard.parseValue(value);
      return value;
    };
    type.parseLiteral = (node, variables) => {
      standard.parseLiteral(node, variables);
      return valueFromASTUntyped(node, variables);
    };
  }
}
