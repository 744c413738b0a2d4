import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings } from '../../../../hub/wiring/stand-alone/settings.ts';
import { type StandAlone, startStandAlone } from '../../../../hub/wiring/stand-alone/start.ts';
import { temporaryFolder } from '../../../hub/support/hub-process.ts';

export interface RunningAlone extends AsyncDisposable {
  readonly alone: StandAlone;
  readonly url: string;
  readonly supergraphFile: string;
}

/** `hub gateway --supergraph` in this process. */
export async function standAlone(
  supergraphSdl: string,
  stated: unknown = {},
  env: Record<string, string> = {},
): Promise<RunningAlone> {
  const folder = await temporaryFolder();
  const supergraphFile = join(folder.path, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  const read = readSettings(stated);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const alone = await startStandAlone({
    supergraphFile,
    port: 0,
    settings: read.settings,
    env: { HUB_LOG_LEVEL: 'silent', ...env },
  });
  return {
    alone,
    url: `${alone.gateway.url}${read.settings.path}`,
    supergraphFile,
    async [Symbol.asyncDispose]() {
      await alone.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}
