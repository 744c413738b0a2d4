import { z } from 'zod';
import { codeTable } from '../../schema/codes.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { MappingInvalid } from '../mapping/mapping-invalid.ts';
import { DatasetShape, NameShape, RulesShape, VersionShape } from '../mapping/mapping-shape.ts';
import { asIssues, type Tables } from '../mapping/read-mapping.ts';
import { readStrictYaml } from '../mapping/strict-yaml.ts';
import { datasetNamed } from './datasets.ts';
import type { Encoding } from './decode-text.ts';

/** How one county's files become submissions (县级映射): one YAML file, no code. */
export interface CountyMapping {
  readonly county: string;
  readonly version: string;
  readonly title: string;
  /** The name under which the county states facts (来源系统). */
  readonly sourceSystem: string;
  readonly encoding: Encoding | 'detect';
  readonly separator: string;
  readonly sheets: readonly Sheet[];
}

/** One kind of file of the county, known by its columns; each of its rows may state several facts (表). */
export interface Sheet {
  readonly name: string;
  /** In the order in which they are sent: what others point to first. */
  readonly targets: readonly Mapping[];
}

/** @throws MappingInvalid with every problem, each with its line and column */
export function readCountyMapping(
  yamlText: string,
  fileName: string,
  tables: Tables = codeTable,
): CountyMapping {
  const yaml = readStrictYaml(yamlText, fileName);
  const read = CountyShape.safeParse(yaml.value);
  if (!read.success) throw new MappingInvalid(fileName, yaml.place(read.error.issues));
  const { county, version, title = county, sourceSystem, encoding, separator, sheets } = read.data;
  const problems: ReturnType<typeof asIssues> = [];
  const compiled = sheets.map(({ sheet, targets }, place) => ({
    name: sheet,
    targets: targets.map(({ dataset, fields }, at): Mapping => {
      const made = compileRules(fields, tables);
      problems.push(...asIssues(made.problems, ['sheets', place, 'targets', at, 'fields']));
      return { name: `${county}/${sheet}`, version, dataset, rules: made.rules, backwards: made.backwards };
    }),
  }));
  if (problems.length > 0) throw new MappingInvalid(fileName, yaml.place(problems));
  return {
    county,
    version,
    title,
    sourceSystem,
    encoding,
    separator: SEPARATORS[separator],
    sheets: compiled,
  };
}

const SEPARATORS = {
  comma: ',',
  tab: '\t',
  semicolon: ';',
  'wide-comma': '，',
  'wide-semicolon': '；',
} as const;

/** Each dataset under its one name, so that the same one is not stated twice under two. */
const KnownDatasetShape = DatasetShape.transform((stated, context) => {
  const found = datasetNamed(stated);
  if (typeof found === 'string') return found;
  context.addIssue({ code: 'custom', message: found.message });
  return z.NEVER;
});

const TargetShape = z.strictObject({ dataset: KnownDatasetShape, fields: RulesShape });

const SheetShape = z.strictObject({
  sheet: NameShape,
  targets: z
    .array(TargetShape, { error: 'expected a list of targets' })
    .min(1, 'expected at least one target')
    .max(8)
    .superRefine((targets, context) => {
      for (const [place, { dataset }] of targets.entries())
        if (targets.findIndex((other) => other.dataset === dataset) < place)
          context.addIssue({
            code: 'custom',
            path: [place, 'dataset'],
            message: `${dataset} has a target already`,
          });
    }),
});

const CountyShape = z.strictObject({
  county: NameShape,
  version: VersionShape,
  title: z.string().min(1).max(200).optional(),
  sourceSystem: z
    .string({ error: 'expected a name of 1 to 64 letters, digits, points and dashes' })
    .regex(
      /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/,
      'expected a name of 1 to 64 letters, digits, points and dashes',
    ),
  encoding: z
    .enum(['detect', 'utf-8', 'gb18030'], { error: 'expected detect, utf-8 or gb18030' })
    .default('detect'),
  separator: z
    .enum(Object.keys(SEPARATORS) as [keyof typeof SEPARATORS], {
      error: `expected ${Object.keys(SEPARATORS).join(', ')}`,
    })
    .default('comma'),
  sheets: z
    .array(SheetShape, { error: 'expected a list of sheets' })
    .min(1, 'expected at least one sheet')
    .max(20),
});
