import type { Unit } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { expand, Located } from './located.ts';
import type { NginxLevel } from './level.ts';

const KINDS: ReadonlySet<string> = new Set(['map', 'geo', 'split_clients']);

/** By variable name in lower case: the `map`, `geo` or `split_clients` that defines it. */
export function variableBlocks({ items }: Pick<NginxLevel, 'items'>): ReadonlyMap<string, Located> {
  return new Map(
    items.flatMap((item) =>
      KINDS.has(item.name) && item.directive.body !== undefined
        ? [[variableName(item.args.at(-1) ?? ''), item] as const]
        : [],
    ),
  );
}

/** Variables that some `set` mentions: they are known everywhere, and empty until it runs. */
export function setVariables(levels: readonly NginxLevel[]): ReadonlySet<string> {
  const names = levels.flatMap(({ items }) =>
    [...withIfs(items)].flatMap((item) => (item.name === 'set' ? [variableName(item.args[0] ?? '')] : [])),
  );
  return new Set(names);
}

/** Names are caseless. */
export function variableName(word: string): string {
  return word.replace(/^\$/, '').toLowerCase();
}

/** The directives of a block, those in its `if` blocks included. */
export function* withIfs(items: readonly Located[]): Generator<Located> {
  for (const item of items) {
    yield item;
    if (item.name !== 'if') continue;
    yield* withIfs(
      (item.directive.body?.directives ?? []).map((directive) => new Located(item.file, directive)),
    );
  }
}

/** The lines of a `map`, `geo` or `split_clients` body; `undefined` where a file that it includes was not seen. */
export function linesOf(block: Located, unit: Unit<NginxTree>): readonly Located[] | undefined {
  const lines = expand(block.file, block.directive.body?.directives ?? [], unit);
  const isWhole = lines.every(({ name, directive, file }) => {
    const [path] = directive.args;
    if (name !== 'include' || path === undefined) return true;
    return unit.included({ uri: file.file.uri, start: path.start, end: path.end }).length > 0;
  });
  return isWhole ? lines : undefined;
}
