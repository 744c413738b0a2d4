import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { MappingInvalid, type Problem } from './mapping-invalid.ts';

/** A YAML file of ours (严格读取): texts only, no anchors, no tags, no key twice, nothing unknown. */
export interface StrictYaml {
  readonly value: unknown;
  /** The problems of a check, each with the line and column where it lies. */
  place(issues: readonly z.core.$ZodIssue[]): Problem[];
}

/** @throws MappingInvalid with every problem of the file's form */
export function readStrictYaml(text: string, fileName: string): StrictYaml {
  if (text.length > LONGEST)
    throw new MappingInvalid(fileName, [
      { line: 1, column: 1, message: 'the file is larger than a mapping' },
    ]);
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    ...at(pos[0]),
    message,
  }));
  visit(document, {
    Node: (_key, node) => {
      const offset = node.range?.[0] ?? 0;
      // An alias can make a small file huge, and a mapping needs neither.
      if ('anchor' in node && node.anchor)
        problems.push({ ...at(offset), message: 'an anchor is not allowed' });
      if (node.tag?.startsWith('!')) problems.push({ ...at(offset), message: 'a tag is not allowed' });
    },
    Alias: (_key, node) => {
      problems.push({ ...at(node.range?.[0] ?? 0), message: 'an alias is not allowed' });
    },
  });
  if (problems.length > 0) throw new MappingInvalid(fileName, problems);
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    place: (issues) => issues.flatMap((issue) => placed(issue, document.contents, at)),
  };
}

const LONGEST = 1_000_000;

function placed(
  issue: z.core.$ZodIssue,
  root: Node | null,
  at: (offset: number) => Omit<Problem, 'message'>,
): Problem[] {
  const node = nodeAt(root, issue.path);
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      ...at(keyOffset(node, key)),
      message: `${where}${key} is not known here`,
    }));
  return [{ ...at(node?.range?.[0] ?? 0), message: `${where}${issue.message}` }];
}

/** The node at a path, or the deepest there is on the way. */
function nodeAt(root: Node | null, path: readonly PropertyKey[]): Node | null {
  let node = root;
  for (const step of path) {
    const next: unknown = isMap(node)
      ? node.get(String(step), true)
      : isSeq(node)
        ? node.get(Number(step), true)
        : undefined;
    if (!isNode(next)) return node;
    node = next;
  }
  return node;
}

function keyOffset(node: Node | null, key: string): number {
  const pair = isMap(node)
    ? node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    : undefined;
  return (isScalar(pair?.key) ? pair.key.range?.[0] : node?.range?.[0]) ?? 0;
}

const isNode = (value: unknown): value is Node => isMap(value) || isSeq(value) || isScalar(value);
