import type { Unit } from '../../../model/dialect.ts';
import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level } from '../../../model/scope.ts';
import type { NginxTree } from '../../../syntax/nginx/tree.ts';
import { addHeaderOp } from './add-header.ts';
import { earlyOps } from './early-headers.ts';
import { expand, type Located } from './located.ts';
import type { InheritMode, NginxLevel } from './level.ts';
import { hidingLists } from './pass.ts';
import { tellingNames } from './telling.ts';

/** Which directives open a level inside which. `if` counts in a location only: a server's `if` answers at server level. */
const INNER: Readonly<Record<NginxLevel['kind'], Readonly<Record<string, NginxLevel['kind']>>>> = {
  http: { server: 'server' },
  server: { location: 'location' },
  location: { location: 'location', if: 'if' },
  if: {},
};

const NEUTRAL: Readonly<Record<NginxLevel['kind'], Level['kind']>> = {
  http: 'gateway',
  server: 'host',
  location: 'route',
  if: 'condition',
};

export interface LevelTop {
  readonly kind: NginxLevel['kind'];
  readonly block: Located | undefined;
  readonly file: NginxLevel['file'];
  readonly items: readonly Located[];
}

/** The level and all levels inside it, outermost first. */
export function buildLevels(
  top: LevelTop,
  parent: NginxLevel | undefined,
  unit: Unit<NginxTree>,
  names = tellingNames(unit),
  id = `${top.file.file.uri}#${top.block?.directive.start ?? 'top'}`,
): NginxLevel[] {
  const { kind, block, file, items } = top;
  const telling = items.filter((item) => names.has(item.name));
  const sources = ownHeaders(telling, parent);
  const early = telling.flatMap(earlyOps);
  const level: NginxLevel = {
    level: {
      id,
      kind: NEUTRAL[kind],
      label: label(kind, block, telling),
      at: levelAt(top),
    },
    kind,
    parent,
    block,
    file,
    items,
    telling,
    own: [...sources.keys()],
    sources,
    mode: inheritMode(telling) ?? parent?.mode ?? 'on',
    access: telling.find(isAccessRule) ?? parent?.access,
    early: parent === undefined ? early : early.length === 0 ? parent.early : [...parent.early, ...early],
    hiding: hidingLists(telling, parent?.hiding),
  };
  // A block in a file that several blocks include is a level in each of them, so its place would not be enough.
  const inner = telling.flatMap((item, index) => {
    const innerKind = INNER[kind][item.name];
    const { body } = item.directive;
    if (innerKind === undefined || body === undefined) return [];
    const content = expand(item.file, body.directives, unit);
    const inside = { kind: innerKind, block: item, file: item.file, items: content };
    return buildLevels(inside, level, unit, names, `${id}/${index}`);
  });
  return [level, ...inner];
}

function isAccessRule({ name }: Located): boolean {
  return name === 'deny' || name === 'allow';
}

const NO_HEADERS: ReadonlyMap<HeaderOp, Located> = new Map();

function ownHeaders(
  items: readonly Located[],
  parent: NginxLevel | undefined,
): ReadonlyMap<HeaderOp, Located> {
  const lines = items.filter((item) => item.name === 'add_header');
  if (lines.length === 0) return NO_HEADERS;
  // Without its last `add_header` a level shows the lines of the levels around it.
  const removable = lines.length > 1 || !hasOuterHeaders(parent);
  const sources = new Map<HeaderOp, Located>();
  for (const item of lines) {
    const op = addHeaderOp(item, removable);
    if (op !== undefined) sources.set(op, item);
  }
  return sources;
}

function hasOuterHeaders(level: NginxLevel | undefined): boolean {
  return level !== undefined && (level.own.length > 0 || hasOuterHeaders(level.parent));
}

function inheritMode(items: readonly Located[]): InheritMode | undefined {
  const mode = items
    .find((item) => item.name === 'add_header_inherit')
    ?.arg(0)
    ?.toLowerCase();
  return mode === 'on' || mode === 'off' || mode === 'merge' ? mode : undefined;
}

/** `server` and `http` are named by their keyword, a location or an `if` by its whole head. */
function levelAt({ kind, block, file }: LevelTop): Level['at'] {
  if (block === undefined) return { uri: file.file.uri, start: 0, end: 0 };
  return kind === 'http' || kind === 'server' ? block.nameAt : block.head;
}

function label(kind: NginxLevel['kind'], block: Located | undefined, items: readonly Located[]): string {
  if (block === undefined) return `this ${kind === 'http' ? 'file' : `${kind} fragment`}`;
  if (kind === 'http') return 'http';
  if (kind !== 'server') return `${block.name} ${block.args.join(' ')}`;
  const name = items.find((item) => item.name === 'server_name')?.args[0];
  if (name !== undefined && name !== '' && name !== '_') return `server ${name}`;
  const listen = items.find((item) => item.name === 'listen')?.args[0];
  return listen === undefined ? 'server' : `server (listen ${listen})`;
}
