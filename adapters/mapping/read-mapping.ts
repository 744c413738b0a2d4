import { type CodeTable, codeTable } from '../../schema/codes.ts';
import { compileRules, type RuleProblem } from './compile-rules.ts';
import type { Mapping } from './mapping.ts';
import { MappingInvalid } from './mapping-invalid.ts';
import { MappingShape } from './mapping-shape.ts';
import { readStrictYaml } from './strict-yaml.ts';

/** A code table by its name; throws when there is none. */
export type Tables = (name: string) => CodeTable;

/**
 * Reads a mapping that stands in a file of its own (映射文件) and compiles it for use on many records.
 * @param fileName for messages
 * @throws MappingInvalid with every problem, each with its line and column
 */
export function readMapping(yamlText: string, fileName: string, tables: Tables = codeTable): Mapping {
  const yaml = readStrictYaml(yamlText, fileName);
  const written = MappingShape.safeParse(yaml.value);
  if (!written.success) throw new MappingInvalid(fileName, yaml.place(written.error.issues));
  const { mapping: name, version, dataset = null, fields } = written.data;
  const compiled = compileRules(fields, tables);
  if (compiled.problems.length > 0)
    throw new MappingInvalid(fileName, yaml.place(asIssues(compiled.problems, ['fields'])));
  return { name, version, dataset, rules: compiled.rules, backwards: compiled.backwards };
}

/** Problems of rules, as a check of the shape tells its own. */
export const asIssues = (problems: readonly RuleProblem[], before: readonly (string | number)[]) =>
  problems.map(({ path, message }) => ({
    code: 'custom' as const,
    path: [...before, ...path],
    message,
    input: undefined,
  }));
