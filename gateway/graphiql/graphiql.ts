import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Issuer } from '../callers/issuer.ts';
import { roles } from '../callers/roles.ts';
import { refusal } from '../refusal.ts';

/** A question the page opens with, as a tab. */
export interface Example {
  name: string;
  query: string;
  variables?: Record<string, unknown>;
}

const require = createRequire(import.meta.url);
const fromPackage = (name: string, file: string) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
const fromHere = (file: string) => path.join(import.meta.dirname, file);

// The page loads nothing from elsewhere: the packages' own browser files, and two of ours.
const FILES: Record<string, string> = {
  'react.js': fromPackage('react', 'umd/react.production.min.js'),
  'react-dom.js': fromPackage('react-dom', 'umd/react-dom.production.min.js'),
  'graphiql.js': fromPackage('graphiql', 'graphiql.min.js'),
  'graphiql.css': fromPackage('graphiql', 'graphiql.min.css'),
  'page.js': fromHere('page.js'),
  'page.css': fromHere('page.css'),
};

// The editor sets sizes through the style API, which this policy allows; style and script elements in the page it does not.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL for development: the page on `GET /graphql` for a browser, its files under `/graphiql/`, and for callers
 * on this machine a JSON with one development token a role. Gives the function that answers a browser.
 */
export function registerGraphiql(app: FastifyInstance, issuer: Issuer, examples: readonly Example[]) {
  const html = readFileSync(fromHere('page.html'), 'utf8');
  const texts = new Map<string, string>();
  app.get<{ Params: { file: string } }>('/graphiql/:file', async ({ params }, reply) => {
    const file = Object.hasOwn(FILES, params.file) ? FILES[params.file] : undefined;
    if (file === undefined) throw refusal('NOT_FOUND', 'there is nothing at this address');
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    texts.set(file, text);
    return reply.type(file.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8').send(text);
  });
  app.get('/graphiql/start.json', async (request) => {
    if (!isOfThisMachine(request)) throw refusal('NOT_FOUND', 'there is nothing at this address');
    return { roles: await tokens(issuer), examples };
  });
  return (request: FastifyRequest) => (wantsPage(request) ? { html, policy: POLICY } : undefined);
}

async function tokens(issuer: Issuer) {
  const issued = roles.map(async ({ name, zh, sentence }) => ({ name, zh, sentence, token: await issuer.issue?.(name) }));
  return Promise.all(issued);
}

/** Also by name: a foreign site whose name was pointed at 127.0.0.1 still sends its own name as Host. */
function isOfThisMachine({ socket, headers }: FastifyRequest): boolean {
  const isLoopback = /^(::1|(::ffff:)?127\.)/.test(socket.remoteAddress ?? '');
  const isOurName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  const isOurPage = [undefined, 'same-origin', 'none'].includes(headers['sec-fetch-site'] as string | undefined);
  return isLoopback && isOurName && isOurPage;
}

function wantsPage({ method, headers, query }: FastifyRequest): boolean {
  const isBare = !Object.hasOwn(query as object, 'query');
  return method === 'GET' && isBare && (headers.accept ?? '').split(',').some((type) => type.trim().startsWith('text/html'));
}
