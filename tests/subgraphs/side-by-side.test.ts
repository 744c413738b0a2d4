import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { composeSupergraph } from '../../schema/compose.ts';
import { fullSdl } from '../../subgraphs/executable.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

const SECTORS = ['Housing', 'Transport', 'Water'];

describe('One question over all three sectors', () => {
  // GraphQL refuses one name for two fields whose enums or nullability differ, even on different types.
  test('reads permits and reviews side by side, without an alias', () => {
    const { supergraphSdl } = composeSupergraph(
      subgraphs.map((one) => ({ name: one.name, url: 'http://127.0.0.1/', sdl: fullSdl(one) })),
    );
    const detail = SECTORS.map(
      (sector) => `... on ${sector}Project {
        constructionPermits { permitNo issuedOn worksKind { name } cost provenance { version } }
        reviews { reviewNo aspect result reviewedOn reviewer opinion versions { version } }
        latestReview { result }
      }`,
    );
    const question = parse(`{ projects { nodes { code ${detail.join('\n')} } } }`);
    const schema = buildSchema(supergraphSdl, { assumeValidSDL: true });
    expect(validate(schema, question).map(({ message }) => message)).toEqual([]);
  });
});
