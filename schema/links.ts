import { type DocumentNode, Kind } from 'graphql';
import { argumentsOf, directivesNamed } from './directives.ts';

/** A specification that a schema links to: its name, version, purpose, and what its directives are called here. */
export interface SpecLink {
  /** `authenticated` of `https://specs.apollo.dev/authenticated/v0.1`. */
  readonly spec: string;
  /** `v0.1` of the same. */
  readonly version: string;
  readonly url: string;
  readonly purpose?: string;
  /** The prefix under which the schema keeps what it does not import by name. */
  readonly prefix: string;
  /** The name, without `@`, that the specification's directive bears in this schema. */
  nameOf(directive: string): string;
}

/** The links on a schema's own definition, in their order. */
export function linksOf(schema: DocumentNode): SpecLink[] {
  return schema.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => directivesNamed(node, 'link').map((it) => specLink(argumentsOf(it))));
}

type Import = string | { name: string; as?: string };

function specLink(link: Record<string, unknown>): SpecLink {
  const url = String(link.url);
  const [, spec = url, version = ''] = /([^/]+)\/(v\d[^/]*)\/?$/.exec(url) ?? [];
  const prefix = typeof link.as === 'string' ? link.as : spec;
  const imported = new Map(
    ((link.import as Import[] | undefined) ?? []).map((it) =>
      typeof it === 'string' ? [it, it] : [it.name, it.as ?? it.name],
    ),
  );
  return {
    spec,
    version,
    url,
    ...(typeof link.for === 'string' && { purpose: link.for }),
    prefix,
    nameOf: (directive) =>
      imported.get(`@${directive}`)?.slice(1) ?? (directive === spec ? prefix : `${prefix}__${directive}`),
  };
}
