import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefinitionNode, Kind, parse, print, visit } from 'graphql';

/** A shape of `schema/standard`: its SDL and the names it mentions. */
export interface StandardShape {
  readonly name: string;
  readonly sdl: string;
  readonly mentions: ReadonlySet<string>;
}

/** Every shape of `schema/standard/*.graphql` by name; a directive's name begins with `@`. */
export const standardShapes: ReadonlyMap<string, StandardShape> = readStandard();

/** The standard shapes that these names lead to, through any number of steps, in the order of the files. */
export function standardShapesReachedFrom(names: Iterable<string>): StandardShape[] {
  const reached = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const shape = standardShapes.get(name);
    if (!shape || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...shape.mentions);
  }
  return [...standardShapes.values()].filter((shape) => reached.has(shape.name));
}

/** The types and `@directives` that a piece of SDL mentions, its own names among them. */
export function mentionedNames(node: Parameters<typeof visit>[0]): Set<string> {
  const names = new Set<string>();
  visit(node, {
    NamedType: ({ name }) => void names.add(name.value),
    Directive: ({ name }) => void names.add(`@${name.value}`),
  });
  return names;
}

/** The name under which a definition or extension is known; undefined for the schema itself. */
export function definedName(node: DefinitionNode): string | undefined {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) return `@${node.name.value}`;
  return 'name' in node ? node.name?.value : undefined;
}

function readStandard(): Map<string, StandardShape> {
  const folder = fileURLToPath(new URL('./standard/', import.meta.url));
  const shapes = new Map<string, StandardShape>();
  for (const file of readdirSync(folder).sort()) {
    for (const node of parse(readFileSync(`${folder}${file}`, 'utf8'), { noLocation: true }).definitions) {
      const name = definedName(node);
      if (name === undefined || shapes.has(name))
        throw new Error(`schema/standard/${file}: ${name} is defined twice.`);
      shapes.set(name, { name, sdl: print(node), mentions: mentionedNames(node) });
    }
  }
  return shapes;
}
