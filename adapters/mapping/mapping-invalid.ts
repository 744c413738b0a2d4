export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A mapping file that cannot be used (映射文件有误), with all its problems and their places. */
export class MappingInvalid extends Error {
  override readonly name = 'MappingInvalid';
  readonly code = 'MAPPING_INVALID';
  readonly problems: readonly Problem[];

  constructor(fileName: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
    super(sorted.map(({ line, column, message }) => `${fileName}:${line}:${column}: ${message}`).join('\n'));
    this.problems = sorted;
  }
}
