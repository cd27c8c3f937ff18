import type { Unit } from '../../model/dialect.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import type { Level } from '../../model/scope.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { addHeaderOp } from './add-header.ts';
import { earlyOps } from './early-headers.ts';
import { expand, expandOnly, type Located } from './located.ts';
import { contentOf, type InheritMode, type NginxLevel } from './level.ts';
import { hidingLists, type HidingLists } from './pass.ts';
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
  /** Absent: the file itself is the level. */
  readonly block: Located | undefined;
  readonly file: NginxLevel['file'];
}

/** The level and all levels inside it, outermost first. */
export function buildLevels(top: LevelTop, unit: Unit<NginxTree>): NginxLevel[] {
  const levels: NginxLevel[] = [];
  const id = `${top.file.file.uri}#${top.block?.directive.start ?? 'top'}`;
  addLevels(levels, top, undefined, id, { unit, names: tellingNames(unit) });
  return levels;
}

interface Source {
  readonly unit: Unit<NginxTree>;
  /** The keywords of directives that decide. */
  readonly names: ReadonlySet<string>;
}

function addLevels(
  levels: NginxLevel[],
  top: LevelTop,
  parent: NginxLevel | undefined,
  id: string,
  source: Source,
): void {
  const level = new BlockLevel(top, parent, id, source);
  levels.push(level);
  level.telling.forEach((item, index) => {
    const kind = INNER[level.kind][item.name];
    if (kind === undefined || item.directive.body === undefined) return;
    // A block in a file that several blocks include is a level in each of them, so its place would be no id.
    addLevels(levels, { kind, block: item, file: item.file }, level, `${id}/${index}`, source);
  });
}

/** A class, so that `items` are made for the few levels of which somebody asks for them. */
class BlockLevel implements NginxLevel {
  readonly level: Level;
  readonly kind: NginxLevel['kind'];
  readonly parent: NginxLevel | undefined;
  readonly block: Located | undefined;
  readonly file: NginxLevel['file'];
  readonly telling: readonly Located[];
  readonly own: readonly HeaderOp[];
  readonly sources: ReadonlyMap<HeaderOp, Located>;
  readonly mode: InheritMode;
  readonly access: Located | undefined;
  readonly early: readonly HeaderOp[];
  readonly hiding: HidingLists;
  readonly #unit: Unit<NginxTree>;
  #items: readonly Located[] | undefined;

  constructor(top: LevelTop, parent: NginxLevel | undefined, id: string, { unit, names }: Source) {
    const { kind, block, file } = top;
    const content = contentOf(top);
    const telling = expandOnly((keyword) => names.has(keyword), file, content, unit);
    this.level = { id, kind: NEUTRAL[kind], label: label(kind, block, telling), at: levelAt(top) };
    this.kind = kind;
    this.parent = parent;
    this.block = block;
    this.file = file;
    this.telling = telling;
    this.sources = ownHeaders(telling, parent);
    this.own = this.sources.size === 0 ? NONE : [...this.sources.keys()];
    this.mode = inheritMode(telling) ?? parent?.mode ?? 'on';
    this.access = telling.find(isAccessRule) ?? parent?.access;
    const early = telling.flatMap(earlyOps);
    this.early = early.length === 0 ? (parent?.early ?? NONE) : [...(parent?.early ?? NONE), ...early];
    this.hiding = hidingLists(telling, parent?.hiding);
    this.#unit = unit;
  }

  get items(): readonly Located[] {
    this.#items ??= expand(this.file, contentOf(this), this.#unit);
    return this.#items;
  }
}

const NONE: readonly HeaderOp[] = [];

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
  if (block === undefined) {
    const start = file.tree.embedded?.start ?? 0;
    return { uri: file.file.uri, start, end: start };
  }
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
