/**
 * Generated code of one operation (生成代码). Names of the graph and of clients come into it as quoted text and as
 * constants, never as code.
 */
export interface CodeModule {
  /** Adds a function; the code may call any other of the module by its name. */
  add(code: string): void;
  /** Hands a value over; answers the name it has in the code. */
  constant(value: unknown): string;
  /** A name that no other has. */
  name(prefix: string): string;
  /** Compiles everything at once and answers the functions that are asked for. */
  compiled<Name extends string>(names: readonly Name[]): Record<Name, unknown>;
  /** Characters of code so far: what the compiled form weighs grows with it. */
  readonly length: number;
}

export function codeModule(): CodeModule {
  const parts: string[] = [];
  const constants: unknown[] = [];
  let named = 0;
  let length = 0;
  return {
    add(code) {
      parts.push(code);
      length += code.length;
    },
    constant(value) {
      constants.push(value);
      return `K${constants.length - 1}`;
    },
    name(prefix) {
      named += 1;
      return `${prefix}${named}`;
    },
    compiled(names) {
      const taken = constants.map((_value, place) => `K${place}`).join();
      const source = `"use strict";const [${taken}]=K;\n${parts.join('\n')}\nreturn {${names.join()}};`;
      // Built only from this folder's own words, quoted text and numbers.
      return new Function('K', source)(constants);
    },
    get length() {
      return length;
    },
  };
}

/** Reads a property of an object from outside: an inherited one, such as `constructor`, is not there. */
export function reading(object: string, name: string): string {
  const read = `${object}[${JSON.stringify(name)}]`;
  return name in Object.prototype
    ? `(Object.hasOwn(${object},${JSON.stringify(name)})?${read}:undefined)`
    : read;
}

/** A key of an object literal. Unquoted or merely quoted, `__proto__` would be no key. */
export function literalKey(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
}
