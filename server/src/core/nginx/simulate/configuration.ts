import type { Unit } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { buildLevels } from '../lower/build-levels.ts';
import { expand, type Located } from '../lower/located.ts';
import { outward, type NginxLevel } from '../lower/level.ts';
import { variableBlocks, variableName, withIfs } from '../lower/variable-blocks.ts';

/** The `http` block of a unit, ready to be asked. */
export class Configuration {
  readonly unit: Unit<NginxTree>;
  readonly http: NginxLevel;
  readonly servers: readonly NginxLevel[];
  /** Directories that a relative path may start from: nginx's prefix is not in the file. */
  readonly prefixes: readonly string[];
  readonly #children = new Map<NginxLevel, NginxLevel[]>();
  readonly #own = new Map<NginxLevel, Map<string, Located[]>>();

  /** By variable name in lower case: the `map`, `geo` or `split_clients` that defines it. */
  readonly mapBlocks: ReadonlyMap<string, Located>;
  /** Variables that some `set`, or a capture of some pattern, mentions: known everywhere, empty until then. */
  readonly definedNames: ReadonlySet<string>;
  readonly usesCache: boolean;
  /** `1_023_000` for 1.23.0; undefined: not known. */
  readonly version: number | undefined;

  constructor(
    unit: Unit<NginxTree>,
    levels: readonly [NginxLevel, ...NginxLevel[]],
    prefixes: readonly string[],
    version: number | undefined,
  ) {
    this.version = version;
    this.unit = unit;
    this.prefixes = prefixes;
    this.http = levels[0];
    this.servers = levels.filter((level) => level.kind === 'server');
    this.mapBlocks = variableBlocks(this.http);
    const everything = levels.flatMap((level) => [...withIfs(level.items)]);
    this.definedNames = new Set([...everything, ...this.mapLines()].flatMap(definedBy));
    this.usesCache = everything.some(
      (item) => /^(proxy|fastcgi|uwsgi|scgi)_cache$/.test(item.name) && item.args[0] !== 'off',
    );
    for (const level of levels) {
      if (level.parent === undefined) continue;
      const siblings = this.#children.get(level.parent);
      if (siblings === undefined) this.#children.set(level.parent, [level]);
      else siblings.push(level);
    }
  }

  /** `1.22.1`. */
  get versionText(): string | undefined {
    const { version } = this;
    if (version === undefined) return undefined;
    return [Math.floor(version / 1_000_000), Math.floor(version / 1000) % 1000, version % 1000].join('.');
  }

  /** The lines of all `map` blocks. */
  mapLines(): readonly Located[] {
    return [...this.mapBlocks.values()].flatMap((map) => (map.name === 'map' ? this.bodyOf(map) : []));
  }

  /** The locations directly inside a level, in order. */
  locationsOf(level: NginxLevel): readonly NginxLevel[] {
    return (this.#children.get(level) ?? []).filter((child) => child.kind === 'location');
  }

  /** The level that an `if` directive of a location opens. */
  levelOfIf(item: Located, level: NginxLevel): NginxLevel {
    return (
      (this.#children.get(level) ?? []).find((child) => child.block?.directive === item.directive) ?? level
    );
  }

  /** A block's own directives of one name, in order. */
  own(level: NginxLevel, name: string): readonly Located[] {
    let byName = this.#own.get(level);
    if (byName === undefined) {
      byName = new Map();
      for (const item of level.items) {
        const known = byName.get(item.name);
        if (known === undefined) byName.set(item.name, [item]);
        else known.push(item);
      }
      this.#own.set(level, byName);
    }
    return byName.get(name) ?? [];
  }

  /** The directives of one name in force at a level: the innermost block that has any replaces all others. */
  inherited(level: NginxLevel, name: string): readonly Located[] {
    for (const each of outward(level)) {
      const own = this.own(each, name);
      if (own.length > 0) return own;
    }
    return [];
  }

  /** The arguments of the last such directive in force. */
  setting(level: NginxLevel, name: string): readonly string[] | undefined {
    return this.inherited(level, name).at(-1)?.args;
  }

  flag(level: NginxLevel, name: string, initially: boolean): boolean {
    const value = this.setting(level, name)?.[0]?.toLowerCase();
    return value === undefined ? initially : value === 'on';
  }

  /** The lines of a `map`, `geo`, `types` or `upstream` body. */
  bodyOf(item: Located): readonly Located[] {
    return expand(item.file, item.directive.body?.directives ?? [], this.unit);
  }
}

/** Names, in lower case, that `set`, `auth_request_set` or a named group of a pattern makes variables. */
function definedBy(item: Located): readonly string[] {
  const named = [item.name, ...item.args].flatMap((text) =>
    [...text.matchAll(/\(\?P?[<'](\w+)[>']/g)].map((match) => match[1] ?? ''),
  );
  const set =
    item.name === 'set' || item.name === 'auth_request_set' ? [variableName(item.args[0] ?? '')] : [];
  return [...named.map((name) => name.toLowerCase()), ...set];
}

/** The unit's `http` block; `undefined` where it has none. A fragment of `http` stands for one. */
export function configurationOf(
  unit: Unit<NginxTree>,
  isHttpFragment: boolean,
  prefixes: readonly string[],
  version: number | undefined,
): Configuration | undefined {
  const { root } = unit;
  const items = expand(root, root.tree.directives, unit);
  const block = isHttpFragment
    ? undefined
    : items.find((item) => item.name === 'http' && item.directive.body);
  if (block === undefined && !isHttpFragment) return undefined;
  const [http, ...rest] = buildLevels({ kind: 'http', block, file: block?.file ?? root }, unit);
  return http && new Configuration(unit, [http, ...rest], prefixes, version);
}
