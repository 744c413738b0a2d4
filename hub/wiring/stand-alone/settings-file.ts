import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { faults } from '../../../kernel/faults.ts';
import { readSettings, type StandAloneSettings } from './settings.ts';

/** What the command line says; it goes before the file. */
export interface Flags {
  readonly path?: string | undefined;
  readonly host?: string | undefined;
  readonly introspection?: boolean | undefined;
  readonly csrfPrevention?: boolean | undefined;
}

/** The settings of the file, if there is one, under those of the command line. @throws Fault `CONFIGURATION_INVALID` */
export function settingsFrom(file: string | undefined, flags: Flags): StandAloneSettings {
  const stated = file === undefined ? {} : parsed(file, textOf(file));
  const said = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const isMap = typeof stated === 'object' && stated !== null && !Array.isArray(stated);
  const read = readSettings(isMap ? { ...stated, ...said } : stated);
  if ('problems' in read) refuse(file ?? 'the command line', read.problems);
  return withFiles(read.settings, file);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(file, [(error as Error).message]);
  }
}

function parsed(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    refuse(
      file,
      document.errors.map(({ message }) => message.split('\n', 1)[0]!.replace(/:$/, '')),
    );
  return document.toJS({ maxAliasCount: 20 }) ?? {};
}

/** Names of files are read from the folder of the settings, wherever the gateway is started. */
function withFiles(settings: StandAloneSettings, file: string | undefined): StandAloneSettings {
  const folder = file === undefined ? '.' : dirname(file);
  const within = <T extends { caFile?: string | undefined }>(one: T): T =>
    one.caFile === undefined ? one : { ...one, caFile: resolve(folder, one.caFile) };
  const subgraphs = Object.entries(settings.subgraphs).map(([name, one]) => [name, within(one)]);
  const { identity } = settings;
  return {
    ...settings,
    ...(identity?.jwksFile && { identity: { ...identity, jwksFile: resolve(folder, identity.jwksFile) } }),
    defaults: within(settings.defaults),
    subgraphs: Object.fromEntries(subgraphs),
  };
}

function refuse(where: string, problems: readonly string[]): never {
  throw faults.CONFIGURATION_INVALID(problems.map((problem) => `${where}: ${problem}`).join('\n'));
}
