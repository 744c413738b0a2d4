/** A county's file that cannot be read on (文件中止): why, and where. What was read before it stands. */
export class FileStopped extends Error {
  override readonly name = 'FileStopped';
  readonly code: string;
  /** The line where it lies, counted from 1. */
  readonly line: number;
  /** The byte or character within the line, counted from 1; null when it is the line as a whole. */
  readonly column: number | null;

  constructor(code: string, message: string, line: number, column: number | null = null) {
    super(`line ${line}${column === null ? '' : `, column ${column}`}: ${message}`);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}
