import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeSupergraph } from '../../schema/compose.ts';
import { fullSdl } from '../../subgraphs/executable.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import type { Subgraph } from '../../subgraphs/subgraph.ts';
import { type Department, official, openDepartment } from './support/department.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('docs/add-a-subgraph.md', () => {
  let folder: string;
  let energy: Subgraph;
  let department: Department;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guixin-hub-energy-'));
    for (const [path, text] of await filesOnThePage()) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), path.endsWith('.ts') ? fromElsewhere(text) : text);
    }
    energy = ((await import(join(folder, 'index.ts'))) as { energy: Subgraph }).energy;
    department = await openDepartment(energy);
  });
  afterAll(async () => {
    await department?.close();
    await rm(folder, { recursive: true });
  });

  test('names a port and a database schema that nobody has', () => {
    expect(subgraphs.map(({ port }) => port)).not.toContain(energy.port);
    expect(subgraphs.map(({ databaseSchema }) => databaseSchema)).not.toContain(energy.databaseSchema);
  });

  test('its subgraph composes with all the others under the rules of the house', () => {
    const parts = [...subgraphs, energy].map((one) => ({
      name: one.name,
      url: `http://127.0.0.1:${one.port}/graphql`,
      sdl: fullSdl(one),
    }));
    expect(composeSupergraph(parts).supergraphSdl).toContain('gridApprovals: [GridApproval!]');
  });

  test('its subgraph answers within the row scope, and without a project in scope it answers nothing', async () => {
    const [GridApproval] = energy.facts;
    await department.write(GridApproval!, '2026-01-10T09:00:00+08:00', [
      { projectCode: 'A', approvalNo: 'G-1', approvedOn: '2025-06-05' },
    ]);
    const ask = async (division: string) =>
      (
        await department.ask(
          official(division, 'ENERGY'),
          `{ _entities(representations: [{ __typename: "OtherProject", code: "A" }]) {
               ... on OtherProject { gridApprovals { approvalNo approvedOn provenance { version } } } } }`,
        )
      ).data;
    expect(await ask('450103')).toEqual({ _entities: [{ gridApprovals: [] }] });
    await department.scope([['A', 'ENERGY', '450103']]);
    expect(await ask('450203')).toEqual({ _entities: [{ gridApprovals: [] }] });
    expect(await ask('450103')).toEqual({
      _entities: [
        { gridApprovals: [{ approvalNo: 'G-1', approvedOn: '2025-06-05', provenance: { version: 1 } }] },
      ],
    });
  });
});

async function filesOnThePage(): Promise<[path: string, text: string][]> {
  const page = await readFile(join(ROOT, 'docs/add-a-subgraph.md'), 'utf8');
  const found = [...page.matchAll(/^`subgraphs\/energy\/(\S+)`\n\n```\w+\n([\s\S]*?)\n```$/gm)];
  expect(found).toHaveLength(5);
  return found.map(([, path, text]) => [path!, text!]);
}

/** The page's imports are those of a folder under `subgraphs/`; the trial stands elsewhere, so as not to touch the sources. */
const fromElsewhere = (text: string): string =>
  text.replaceAll("'../../", `'${ROOT}`).replaceAll("'../", `'${join(ROOT, 'subgraphs')}/`);
