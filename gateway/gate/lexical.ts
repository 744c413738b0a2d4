import { Lexer, Source, TokenKind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { refusal } from '../refusal.ts';

const LONGEST_QUERY = 256 * 1024;
const DEEPEST_BRACKETS = 64;
const DEEPEST_VARIABLES = 64;

/**
 * Limits on the raw text, before anything recursive touches it: length, tokens, nesting of brackets. A text that
 * passed is remembered (bounded), so that the everyday query is scanned once. Text that cannot be lexed passes: the
 * parser says what is wrong with it.
 */
export function lexicalLimits(maxTokens: number): (query: string) => void {
  const passed = new LRUCache<string, true>({
    max: 5000,
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (_true, query) => query.length + 1,
  });
  return (query) => {
    if (passed.has(query)) return;
    if (query.length > LONGEST_QUERY)
      throw refusal('QUERY_TOO_LONG', `the query has more than ${LONGEST_QUERY} characters`);
    scan(new Lexer(new Source(query)), maxTokens);
    passed.set(query, true);
  };
}

function scan(lexer: Lexer, maxTokens: number): void {
  let depth = 0;
  for (let tokens = 0; ; tokens += 1) {
    const kind = next(lexer);
    if (kind === TokenKind.EOF) return;
    if (tokens >= maxTokens)
      throw refusal('QUERY_TOO_MANY_TOKENS', `the query has more than ${maxTokens} tokens`, {
        limit: maxTokens,
      });
    if (OPENING.has(kind)) depth += 1;
    if (CLOSING.has(kind)) depth -= 1;
    if (depth > DEEPEST_BRACKETS)
      throw refusal('QUERY_NESTED_TOO_DEEP', `brackets are nested more than ${DEEPEST_BRACKETS} deep`, {
        limit: DEEPEST_BRACKETS,
      });
  }
}

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

function next(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

/** Refuses variables nested deeper than any input of the graph. Iterative: the nesting may be 100,000 deep. */
export function refuseDeepVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_VARIABLES)
      throw refusal(
        'VARIABLES_NESTED_TOO_DEEP',
        `the variables are nested more than ${DEEPEST_VARIABLES} deep`,
        { limit: DEEPEST_VARIABLES },
      );
    level = level.flatMap((value) => (isBranch(value) ? Object.values(value).filter(isBranch) : []));
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
