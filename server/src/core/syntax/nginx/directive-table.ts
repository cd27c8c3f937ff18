import { blockNames, directiveLines, origins } from '../../generated/nginx-directives.ts';
import { impossibleArgument } from './argument-grammar.ts';
import { contextBit, type BlockContext } from './block-context.ts';
import type { DirectiveGrammar } from './recovery.ts';

/** One entry of nginx's command tables: the same name may have several, for different contexts or modules. */
export interface DirectiveVariant {
  readonly module: string;
  /** Bit mask, see block-context.ts. */
  readonly contexts: number;
  readonly min: number;
  /** `undefined`: any number. */
  readonly max: number | undefined;
  /** Where the allowed numbers have gaps. */
  readonly counts: readonly number[] | undefined;
  /** The only argument is `on` or `off`. */
  readonly flag: boolean;
  readonly block: boolean;
  /** The first release that has it; absent: since the beginnings, or not known. */
  readonly since: string | undefined;
  /** The first release that takes these numbers of arguments. */
  readonly argsSince: string | undefined;
  /** The first release without it. */
  readonly removed: string | undefined;
  /** Contexts that were added later, as `[bit, release]`. */
  readonly contextSince: readonly (readonly [number, string])[];
  /** The repository of a module that is not part of nginx. */
  readonly thirdParty: string | undefined;
  /** Only in the commercial edition. */
  readonly plus: boolean;
}

/** Each name's line of the table, undecoded: a run looks up a few dozen of the 1,800. */
const lines: ReadonlyMap<string, string> = new Map(
  directiveLines
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('\t')), line]),
);

const blocks: ReadonlySet<string> = new Set(blockNames);

export function isDirective(name: string): boolean {
  return lines.has(name);
}

export function directiveNames(): readonly string[] {
  return [...lines.keys()];
}

/** Every entry of that name; empty where no nginx known to us has it. */
export function directiveVariants(name: string): readonly DirectiveVariant[] {
  const line = lines.get(name);
  return line === undefined ? [] : line.split('\t').slice(1).map(decode);
}

export function allowedIn(variant: DirectiveVariant, context: BlockContext): boolean {
  return (variant.contexts & contextBit(context)) !== 0;
}

export function takes(variant: DirectiveVariant, count: number): boolean {
  if (variant.counts !== undefined) return variant.counts.includes(count);
  return variant.min <= count && count <= (variant.max ?? Infinity);
}

export const nginxGrammar: DirectiveGrammar = {
  isDirective,
  alwaysOpensBlock: (name) => blocks.has(name),
  takes: (name, count, block) =>
    directiveVariants(name).some((variant) => variant.block === block && takes(variant, count)),
  accepts: (name, args, block) =>
    nginxGrammar.takes(name, args.length, block) &&
    impossibleArgument(name, args) < 0 &&
    !(namesOfThings.has(name) && args.slice(1).some(isDirective)),
};

/**
 * Directives with arguments that name something defined elsewhere (a log format, a host), which nginx refuses when it
 * is not there. A directive's name is no likely name of such a thing.
 */
const namesOfThings: ReadonlySet<string> = new Set([
  'access_log',
  'resolver',
  'image_filter',
  'userid_flags',
]);

function decode(fields: string): DirectiveVariant {
  const [mask = '0', args = '', flags = '', origin = '', since, argsSince, removed, contextSince] =
    fields.split(',');
  const [module = '', edition, thirdParty] = (origins[parseInt(origin, 36)] ?? '').split('\t');
  return {
    module,
    contexts: parseInt(mask, 36),
    ...decodeCounts(args),
    flag: flags.includes('F'),
    block: flags.includes('B'),
    since: given(since),
    argsSince: given(argsSince),
    removed: given(removed),
    contextSince: contextSince ? contextSince.split('/').map(decodeContextSince) : [],
    thirdParty: given(thirdParty),
    plus: edition === 'plus',
  };
}

function decodeCounts(args: string): Pick<DirectiveVariant, 'min' | 'max' | 'counts'> {
  if (args.includes('/')) {
    const counts = args.split('/').map(Number);
    return { min: Math.min(...counts), max: Math.max(...counts), counts };
  }
  const [min = '0', max = min] = args.split('-');
  return { min: Number(min), max: max === '' ? undefined : Number(max), counts: undefined };
}

function decodeContextSince(entry: string): readonly [number, string] {
  const [index = '0', version = ''] = entry.split(':');
  return [1 << Number(index), version];
}

function given(field: string | undefined): string | undefined {
  return field === '' ? undefined : field;
}
