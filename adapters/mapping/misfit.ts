/** Why a text is no value of its field; made once per rule, since it never tells the text. */
export class Misfit {
  readonly code: string;
  readonly expected: string;

  constructor(code: string, expected: string) {
    this.code = code;
    this.expected = expected;
  }
}
