import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode, visit } from 'graphql';
import type { Config } from '../../kernel/config.ts';
import { refusal } from '../refusal.ts';
import { fragmentsOf } from './asked.ts';

export type ShapeLimits = Pick<Config, 'maxDepth' | 'maxAliases' | 'maxDirectives' | 'maxRootFields'>;

/**
 * Refuses operations of a hostile shape: too deep, too many aliases, directives or root fields. Aliases and
 * directives are counted as written; depth and root fields with fragments spread, each fragment looked at once.
 */
export function refuseHostileShape(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { maxDepth, maxAliases, maxDirectives, maxRootFields }: ShapeLimits,
): void {
  const { aliases, directives, reserved } = countWritten(document);
  if (reserved) throw refusal('ALIAS_RESERVED', 'an alias may not begin with two underscores');
  if (aliases > maxAliases)
    throw refusal('ALIASES_EXCEEDED', `more than ${maxAliases} aliases`, { limit: maxAliases });
  if (directives > maxDirectives)
    throw refusal('DIRECTIVES_EXCEEDED', `more than ${maxDirectives} directives`, {
      limit: maxDirectives,
    });
  const measure = measurer(document);
  const { depth, width } = measure(operation.selectionSet);
  if (depth > maxDepth)
    throw refusal('DEPTH_EXCEEDED', `fields are nested ${depth} deep, at most ${maxDepth} may be`, {
      limit: maxDepth,
    });
  if (width > maxRootFields)
    throw refusal('ROOT_FIELDS_EXCEEDED', `more than ${maxRootFields} root fields`, {
      limit: maxRootFields,
    });
}

function countWritten(document: DocumentNode) {
  const counted = { aliases: 0, directives: 0, reserved: false };
  visit(document, {
    Field({ alias }) {
      if (alias === undefined) return;
      counted.aliases += 1;
      // `__proto__` as a response key has broken gateways before; the prefix belongs to GraphQL anyway.
      counted.reserved ||= alias.value.startsWith('__');
    },
    Directive() {
      counted.directives += 1;
    },
  });
  return counted;
}

interface Measure {
  depth: number;
  width: number;
}

// Fragments cannot be circular here: validation has refused that.
function measurer(document: DocumentNode): (set: SelectionSetNode) => Measure {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Measure>();
  const measure = ({ selections }: SelectionSetNode): Measure => {
    const total = { depth: 0, width: 0 };
    for (const selection of selections) {
      const { depth, width } =
        selection.kind === Kind.FIELD
          ? { depth: 1 + (selection.selectionSet ? measure(selection.selectionSet).depth : 0), width: 1 }
          : selection.kind === Kind.INLINE_FRAGMENT
            ? measure(selection.selectionSet)
            : ofFragment(selection.name.value);
      total.depth = Math.max(total.depth, depth);
      total.width += width;
    }
    return total;
  };
  const ofFragment = (name: string): Measure => {
    const measured = known.get(name) ?? measure(fragments.get(name)!.selectionSet);
    known.set(name, measured);
    return measured;
  };
  return measure;
}
