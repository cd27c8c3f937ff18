import {
  blockContexts,
  contextBit,
  everyContext,
  type BlockContext,
} from '../../server/src/core/syntax/nginx/block-context.ts';
import { core, generatedNote, read, type Product } from './product.ts';

const source = 'test/fixtures/nginx-directives.json';

/** One entry of nginx's command tables, as recorded. */
interface Recorded {
  readonly name: string;
  readonly module: string;
  readonly contexts: readonly (BlockContext | 'any')[];
  readonly args: {
    readonly min: number;
    readonly max: number | null;
    readonly flag: boolean;
    readonly counts?: readonly number[];
  };
  readonly block: boolean;
  readonly since?: string;
  readonly argsSince?: string;
  readonly removed?: string;
  readonly contextSince?: Readonly<Partial<Record<BlockContext, string>>>;
  readonly thirdParty?: string;
  readonly plus?: boolean;
}

/**
 * The directive table as text, a line per name, since text costs nothing to load and a program looks up few names:
 * `name TAB variant TAB variant…`, a variant being comma-separated fields that directive-table.ts reads.
 */
export function nginxDirectives(): Product {
  const recorded = JSON.parse(read(source)) as readonly Recorded[];
  const origins: string[] = [];
  const lines = new Map<string, string>();
  for (const entry of recorded) {
    const origin = [entry.module, entry.plus ? 'plus' : '', entry.thirdParty ?? ''].join('\t').trimEnd();
    if (!origins.includes(origin)) origins.push(origin);
    const variant = encode(entry, origins.indexOf(origin));
    lines.set(entry.name, `${lines.get(entry.name) ?? entry.name}\t${variant}`);
  }
  const names = [...lines.keys()].sort();
  const blocks = names.filter((name) => recorded.every((entry) => entry.name !== name || entry.block));
  const text = `${generatedNote(source)}
/** Tab-separated: module, \`plus\` or nothing, the repository or product of a third party. */
export const origins: readonly string[] = [
${origins.map((origin) => `  ${JSON.stringify(origin)},\n`).join('')}];

/** Directives that always open a block. */
export const blockNames: readonly string[] = ${JSON.stringify(blocks)};

export const directiveLines = \`
${names.map((name) => lines.get(name)).join('\n')}
\`;\n`;
  return { path: `${core}/generated/nginx-directives.ts`, text };
}

/** contexts, argument counts, flags (Flag, Block), origin, since, arguments since, removed, contexts since. */
function encode(entry: Recorded, origin: number): string {
  const { min, max, flag, counts } = entry.args;
  const since = Object.entries(entry.contextSince ?? {}).map(
    ([context, version]) => `${String(blockContexts.indexOf(context as BlockContext))}:${version}`,
  );
  return [
    maskOf(entry.contexts).toString(36),
    counts?.join('/') ?? (max === min ? String(min) : `${String(min)}-${String(max ?? '')}`),
    `${flag ? 'F' : ''}${entry.block ? 'B' : ''}`,
    origin.toString(36),
    entry.since ?? '',
    entry.argsSince ?? '',
    entry.removed ?? '',
    since.join('/'),
  ]
    .join(',')
    .replace(/,+$/, '');
}

function maskOf(contexts: Recorded['contexts']): number {
  return contexts.reduce((mask, context) => mask | (context === 'any' ? everyContext : known(context)), 0);
}

function known(context: BlockContext): number {
  if (!blockContexts.includes(context)) throw new Error(`${source}: unknown context "${context}".`);
  return contextBit(context);
}
