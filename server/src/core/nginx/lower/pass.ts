import type { HeaderOp } from '../../model/header-op.ts';
import { removeStatement } from './edit.ts';
import type { Located } from './located.ts';
import type { NginxLevel } from './level.ts';

/** The families of modules that ask a service; memcached has no headers to hide. */
export const FAMILIES = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached'] as const;
export type Family = (typeof FAMILIES)[number];

export interface Pass {
  readonly family: Family;
  readonly item: Located;
  /** The level that has it: its location's path is what `proxy_pass` replaces. */
  readonly owner: NginxLevel;
}

/** The `*_pass` of a level; an `if` without one has its location's (ngx_http_proxy_merge_loc_conf for noname). */
export function passOf(level: NginxLevel): Pass | undefined {
  if (level.telling.some(({ name }) => name.endsWith('_pass'))) {
    for (const family of FAMILIES) {
      const item = level.telling.findLast(({ name }) => name === `${family}_pass`);
      if (item !== undefined) return { family, item, owner: level };
    }
  }
  return level.kind === 'if' && level.parent !== undefined ? passOf(level.parent) : undefined;
}

/** Always hidden (the ngx_http_*_hide_headers tables). */
const ALWAYS_HIDDEN: Readonly<Record<Family, readonly string[]>> = {
  proxy: ['date', 'server', 'x-pad'],
  grpc: ['date', 'server'],
  fastcgi: ['status'],
  scgi: ['status'],
  uwsgi: [],
  memcached: [],
};
const ACCEL = [
  'x-accel-expires',
  'x-accel-redirect',
  'x-accel-limit-rate',
  'x-accel-buffering',
  'x-accel-charset',
];

/** The names of a service's headers that a family does not pass on, in lower case. */
export function hiddenNames({ hiding }: NginxLevel, family: Family): ReadonlySet<string> {
  const hidden = new Set([
    ...ACCEL,
    ...ALWAYS_HIDDEN[family],
    ...namesOf(hiding.get(`${family}_hide_header`)),
  ]);
  // A pass beats a hide, wherever either is written (ngx_http_upstream_hide_headers_hash).
  for (const name of namesOf(hiding.get(`${family}_pass_header`))) hidden.delete(name);
  return hidden;
}

function namesOf(lines: readonly Located[] = []): readonly string[] {
  return lines.map((item) => (item.args[0] ?? '').toLowerCase());
}

/** By directive: the `*_hide_header` and `*_pass_header` lines in force at a level. */
export type HidingLists = ReadonlyMap<string, readonly Located[]>;

/** Each kind by itself, a level with lines of its own drops those of the levels around (ngx_conf_merge_ptr_value). */
export function hidingLists(items: readonly Located[], outer: HidingLists | undefined): HidingLists {
  const own = new Map<string, Located[]>();
  for (const item of items) {
    if (!item.name.endsWith('_hide_header') && !item.name.endsWith('_pass_header')) continue;
    const known = own.get(item.name);
    if (known === undefined) own.set(item.name, [item]);
    else known.push(item);
  }
  return own.size === 0 ? (outer ?? own) : new Map([...(outer ?? []), ...own]);
}

/** Whether the lines of a kind that are in force at a level are its own. */
export function ownsHiding(level: NginxLevel, directive: string): boolean {
  const lines = level.hiding.get(directive);
  return lines !== undefined && lines !== level.parent?.hiding.get(directive);
}

/** What the `*_hide_header` lines in force take out of the service's answer, before any filter runs. */
export function hideOps(level: NginxLevel): readonly HeaderOp[] {
  const pass = level.hiding.size === 0 ? undefined : passOf(level);
  if (pass === undefined) return [];
  const directive = `${pass.family}_hide_header`;
  const hidden = hiddenNames(level, pass.family);
  const lines = level.hiding.get(directive) ?? [];
  return lines.flatMap((item) => {
    const [name] = item.args;
    const word = item.word(0);
    if (name === undefined || word === undefined || !hidden.has(name.toLowerCase())) return [];
    const at = item.place(word);
    return [
      {
        kind: 'remove',
        name: { text: name.toLowerCase(), prefix: false },
        spelling: name,
        value: { kind: 'literal', text: '', at },
        whenEmpty: 'skip',
        reach: { from: 'upstream' },
        nameAt: at,
        statement: item.place(item.directive),
        // Without its last line a level has those of the levels around.
        edits:
          lines.length > 1 || !hasOuterLines(level, directive) ? { remove: [removeStatement(item)] } : {},
      },
    ];
  });
}

function hasOuterLines(level: NginxLevel, directive: string): boolean {
  const { parent } = level;
  if (parent === undefined) return false;
  return ownsHiding(level, directive) ? parent.hiding.has(directive) : hasOuterLines(parent, directive);
}
