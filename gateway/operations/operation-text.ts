import { createHash } from 'node:crypto';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';

/** An operation as its owner published it (登记操作): a GraphQL text, and who answers for it. */
export interface OperationText {
  readonly name: string;
  readonly version: number;
  /** Who answers for it: an organisation or a team. */
  readonly owner: string;
  readonly description: string;
  /** The highest cost it may have, instead of HUB_MAX_COST. */
  readonly maxCost?: number;
  /** The GraphQL text without its header, lines ended by LF, nothing before or after. The ids are of this. */
  readonly text: string;
  readonly sm3: string;
  readonly sha256: string;
  /** Where it was read, for messages. */
  readonly file: string;
}

const HEADER = /^#\s*([a-zA-Z]+):\s*(.*?)\s*$/;
const FIELDS = ['operation', 'version', 'owner', 'description', 'maxCost'];

/**
 * Reads a published operation: a header of comment lines (`# operation: NAME`, `# version: 1`, `# owner: …`,
 * `# description: …`, perhaps `# maxCost: …`), an empty line, the GraphQL text.
 * @returns the operation, or every problem of its header
 */
export function readOperationText(file: string, source: string): OperationText | readonly string[] {
  const lines = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const { fields, problems } = headerOf(lines.slice(0, end < 0 ? lines.length : end));
  const text = end < 0 ? '' : lines.slice(end).join('\n').trim();
  const { operation: name = '', version = '', owner = '', description = '', maxCost } = fields;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 64)
    problems.push('operation: a name in small letters, digits and hyphens, at most 64 characters');
  if (!/^[1-9]\d{0,5}$/.test(version)) problems.push('version: a whole number from 1');
  if (owner === '' || owner.length > 200) problems.push('owner: who answers for it, at most 200 characters');
  if (description === '' || description.length > 500)
    problems.push('description: what it asks or does, at most 500 characters');
  if (maxCost !== undefined && !/^[1-9]\d{0,8}$/.test(maxCost)) problems.push('maxCost: a whole number');
  if (text === '') problems.push('there is no GraphQL text after the header');
  if (problems.length > 0) return problems.map((problem) => `${file}: ${problem}`);
  const ids = { sm3: sm3Hex(text), sha256: createHash('sha256').update(text).digest('hex') };
  const ceiling = maxCost === undefined ? {} : { maxCost: Number(maxCost) };
  return { name, version: Number(version), owner, description, ...ceiling, text, ...ids, file };
}

function headerOf(lines: readonly string[]): { fields: Record<string, string>; problems: string[] } {
  const fields: Record<string, string> = {};
  const problems: string[] = [];
  for (const line of lines) {
    const [, field, value] = HEADER.exec(line) ?? [];
    if (field === undefined || value === undefined || !FIELDS.includes(field))
      problems.push(`not understood in the header: ${line.slice(0, 60)}`);
    else if (Object.hasOwn(fields, field)) problems.push(`${field}: stated twice`);
    else fields[field] = value;
  }
  return { fields, problems };
}
