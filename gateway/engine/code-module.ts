/**
 * Generated code of one step of an operation, or of the shape of its answer (生成代码). Names of the graph and of clients
 * come into it as quoted text and as constants, never as code.
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
}

export function codeModule(): CodeModule {
  const parts: string[] = [];
  const constants: unknown[] = [];
  let named = 0;
  return {
    add(code) {
      parts.push(code);
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
  };
}

/** Functions that are written and compiled together, when the first of them is called. */
export interface LateModule {
  /**
   * A function of the module: `write` adds it to the code and answers its name. It must not throw, since nobody expects
   * that then. It is let go when the code is there; until then all that it can see is kept.
   */
  late<F>(write: (code: CodeModule) => string): F;
}

type Called = (...given: unknown[]) => unknown;

/**
 * Code that is written when it is first needed (延迟编译). An operation that was never seen has its plan read in one turn of
 * the event loop and the code of each step written in the turn that needs it; what is never reached costs nothing.
 */
export function lateModule(): LateModule {
  const writers: ((code: CodeModule) => string)[] = [];
  let ready: readonly Called[] | undefined;
  const compiled = (): readonly Called[] => {
    const code = codeModule();
    const names = writers.map((write) => write(code));
    const functions = code.compiled([...new Set(names)]);
    // What they were written from is not needed again.
    writers.length = 0;
    ready = names.map((name) => functions[name] as Called);
    return ready;
  };
  return {
    late<F>(write: (code: CodeModule) => string): F {
      const place = writers.push(write) - 1;
      return ((...given: unknown[]) => (ready ?? compiled())[place]!(...given)) as F;
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
