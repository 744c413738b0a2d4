import { amountIn } from './amount.ts';
import { codeStep } from './code-step.ts';
import { foldName } from './fold-name.ts';
import type { Part, Rule, Step } from './mapping.ts';
import type { WrittenRule } from './mapping-shape.ts';
import { Misfit } from './misfit.ts';
import type { Tables } from './read-mapping.ts';
import { timeStep } from './time-pattern.ts';

export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface CompiledRules {
  readonly rules: readonly Rule[];
  readonly backwards: ReadonlyMap<string, string>;
  readonly problems: readonly RuleProblem[];
}

/** Makes rules ready to run: names folded, patterns and code tables read, once. */
export function compileRules(written: readonly WrittenRule[], tables: Tables): CompiledRules {
  const problems: RuleProblem[] = [];
  const rules = written.map((one, place) => {
    const attempt = <Made>(key: keyof WrittenRule, make: () => Made, instead: Made): Made => {
      try {
        return make();
      } catch (error) {
        problems.push({ path: [place, key], message: (error as Error).message });
        return instead;
      }
    };
    return compileRule(one, tables, attempt);
  });
  const named = rules.filter(({ parts }) => parts.length > 0);
  return { rules, backwards: new Map(named.map(({ to, foreign }) => [to, foreign])), problems };
}

type Attempt = <Made>(key: keyof WrittenRule, make: () => Made, instead: Made) => Made;

function compileRule(written: WrittenRule, tables: Tables, attempt: Attempt): Rule {
  const parts = (written.join ?? (written.from ? [written.from] : [])).map(part);
  const conversion = conversionTo(written.as);
  const given = (key: 'constant' | 'default') =>
    attempt(key, () => stated(written[key], conversion), undefined);
  return {
    to: written.to,
    foreign: parts.map((one) => one.foreign).join(' + ') || written.to,
    parts,
    separator: written.separator,
    constant: given('constant'),
    fallback: given('default'),
    missing: written.required ? missing(written) : null,
    whenEmpty: written.whenEmpty,
    emptyTexts: new Set(written.emptyTexts ?? []),
    decrypt: written.decrypt,
    step: stepOf(written, tables, attempt, conversion),
  };
}

/** An empty field says which codes it takes; of a table alone it says a value. */
function missing({ codes }: WrittenRule): Misfit {
  const listed = Object.keys(codes?.map ?? {}).slice(0, 12);
  return new Misfit('VALUE_MISSING', listed.length > 0 ? listed.join(', ') : 'a value');
}

const part = (aliases: readonly string[]): Part => ({
  foreign: aliases[0]!,
  names: [...new Set(aliases.map(foldName))],
});

function stepOf(rule: WrittenRule, tables: Tables, attempt: Attempt, conversion: Step | null): Step | null {
  const { codes, format, unit } = rule;
  if (unit) return amountIn(unit);
  if (format) return attempt('format', () => timeStep(format.as, format.pattern, format.zone), null);
  if (!codes) return conversion;
  const step = attempt(
    'codes',
    () => {
      const table = codes.table === undefined ? undefined : tables(codes.table);
      if (codes.variant !== undefined && !table?.variants?.[codes.variant])
        throw new Error(`the table ${codes.table} has no variant ${codes.variant}`);
      return codeStep({ ...codes, table });
    },
    null,
  );
  if (!step || !conversion) return step;
  return (text) => {
    const code = step(text);
    return typeof code === 'string' ? conversion(code) : code;
  };
}

function conversionTo(as: WrittenRule['as']): Step | null {
  if (as === 'text') return (text) => text;
  if (as === 'integer')
    return (text) =>
      /^-?\d{1,15}$/.test(text.normalize('NFKC')) ? Number(text.normalize('NFKC')) : NO_INTEGER;
  if (as === 'boolean') return (text) => (text === 'true' ? true : text === 'false' ? false : NO_BOOLEAN);
  return null;
}

function stated(text: string | undefined, conversion: Step | null): unknown {
  if (text === undefined || !conversion) return text;
  const value = conversion(text);
  if (value instanceof Misfit) throw new Error(`expected ${value.expected}`);
  return value;
}

const NO_INTEGER = new Misfit('VALUE_MALFORMED', 'a whole number');
const NO_BOOLEAN = new Misfit('VALUE_MALFORMED', 'true or false');
