import { hash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../../gate/asked.ts';
import { refusal } from '../../refusal.ts';
import { type Given, variableReader } from '../../gate/variables.ts';
import { buildScope } from './build-scope.ts';
import { type Conditions, conditionVariables } from './conditions.ts';
import { introspectionPart } from './introspection-part.ts';
import { printOperation, signature } from './print-scope.ts';
import { privateKeys } from './private-keys.ts';
import type { Scope } from './scope.ts';
import { type Slot, slots } from './slots.ts';

/** An operation under one set of conditions, freed of everything that is only this client's (规范形式). */
export interface NormalForm {
  /** What its plan and code are kept under: alike for operations that differ only in literals and variable names. */
  readonly id: string;
  readonly slots: readonly Slot[];
  /** The part of the document that the gateway's own schema answers. */
  readonly introspection?: DocumentNode;
}

/** What is made of a normal form before anything is fetched. */
export interface WrittenForm {
  readonly text: string;
  readonly scope: Scope;
  readonly operation: OperationDefinitionNode['operation'];
}

/** One operation of a document; remembered as long as the document is. */
export interface OperationForms {
  readonly operation: OperationDefinitionNode;
  readonly conditionVariables: readonly string[];
  /** Those of them that stand in a `@skip`. */
  readonly skipVariables: ReadonlySet<string>;
  /** Reads the client's variables. Throws the refusal BAD_VARIABLES. */
  read(given: Given): Record<string, unknown>;
  /** `written` is there when the form has just been made; it is not remembered, since a form's programme is. */
  formFor(conditions: Conditions): { readonly form: NormalForm; readonly written?: WrittenForm };
  written(conditions: Conditions): WrittenForm;
}

/** So many sets of conditions are remembered a document; beyond that the oldest are made anew. */
const MOST_REMEMBERED = 32;

/** Finds an operation's normal forms, remembered by document. Documents must be valid. */
export function operationForms(schema: GraphQLSchema, supergraphSdl: string) {
  const keyOf = privateKeys(schema, supergraphSdl);
  const known = new WeakMap<DocumentNode, Map<string, OperationForms>>();
  const made = (
    document: DocumentNode,
    operation: OperationDefinitionNode,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ): OperationForms => {
    const forms = new Map<string, NormalForm>();
    const { all: variables, skipping } = conditionVariables(operation, fragments);
    const written = (conditions: Conditions) => {
      const found = slots(operation);
      const scope = buildScope(
        { schema, fragments, conditions, slots: found, keyOf },
        operation.selectionSet,
        schema.getRootType(operation.operation)!,
      );
      const text = printOperation(operation.operation, scope, found.all);
      return { text, scope, operation: operation.operation, slots: found.all };
    };
    return {
      operation,
      conditionVariables: variables,
      skipVariables: skipping,
      read: variableReader(schema, operation),
      written,
      formFor(conditions) {
        const vector = variables.map((name) => (conditions.get(name) ? '1' : '0')).join('');
        const remembered = forms.get(vector);
        if (remembered) return { form: remembered };
        const fresh = written(conditions);
        const { text, scope, slots: used } = fresh;
        const form = {
          id: hash('sha256', `${text}\n${signature(scope)}`, 'base64'),
          slots: used,
          ...introspectionPart(document, operation, scope),
        };
        if (forms.size >= MOST_REMEMBERED) forms.delete(forms.keys().next().value!);
        forms.set(vector, form);
        return { form, written: fresh };
      },
    };
  };
  return (document: DocumentNode, operationName?: string | null): OperationForms => {
    const name = operationName ?? '';
    const remembered = known.get(document)?.get(name);
    if (remembered) return remembered;
    const operation = getOperationAST(document, operationName);
    if (!operation)
      throw refusal('OPERATION_UNKNOWN', 'the document has no such operation, or several and none was named');
    const forms = made(document, operation, fragmentsOf(document));
    known.set(document, (known.get(document) ?? new Map()).set(name, forms));
    return forms;
  };
}
