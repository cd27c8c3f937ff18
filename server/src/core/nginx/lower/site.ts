import type { DialectSettings, Unit } from '../../model/dialect.ts';
import type { Scope, Site } from '../../model/scope.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { isOlder } from '../availability.ts';
import { fragmentContext } from '../context.ts';
import { answersAtOnce, answersOf } from './answers.ts';
import { buildLevels } from './build-levels.ts';
import { cutAt, insertionsFor } from './insertions.ts';
import { inForce, outward, type NginxLevel } from './level.ts';
import { expandOnly } from './located.ts';
import { misplacedAt } from './misplaced.ts';
import { hideOps } from './pass.ts';
import { withServices } from './service.ts';
import { Variables } from './variables.ts';

/** Lowers a unit: every server, location and header-setting `if` becomes a scope. */
export function nginxSite(unit: Unit<NginxTree>, settings: DialectSettings): Site {
  const levels = topLevels(unit);
  const variables = new Variables(levels, unit);
  const { version } = settings.nginx;
  // `add_header_inherit` came with 1.29.3.
  const canMerge = version !== undefined && !isOlder(version, '1.29.3');
  const answering = new Set(levels.filter((level) => level.kind === 'server' && answersAtOnce(level)));
  return {
    dialect: 'nginx',
    scopes: withServices(
      levels
        .filter((level) => isScope(level, levels))
        .map((level) => ({ level, scope: scopeOf(level, variables, answering, canMerge) })),
      levels,
      unit,
    ),
    misplaced: levels.flatMap((level) => misplacedAt(level, unit)),
  };
}

function topLevels(unit: Unit<NginxTree>): readonly NginxLevel[] {
  const { root } = unit;
  switch (fragmentContext(root.tree, root.file.uri)) {
    case 'main':
      return expandOnly((keyword) => keyword === 'http', root, root.tree.directives, unit)
        .filter(({ directive }) => directive.body !== undefined)
        .flatMap((block) => buildLevels({ kind: 'http', block, file: block.file }, unit));
    case 'http':
      return buildLevels({ kind: 'http', block: undefined, file: root }, unit);
    case 'server':
      return buildLevels({ kind: 'server', block: undefined, file: root }, unit);
    case 'location':
    case 'if in location':
    case 'unknown':
      return buildLevels({ kind: 'location', block: undefined, file: root }, unit);
    default:
      // stream, mail, upstream and the like never answer a browser.
      return [];
  }
}

/**
 * An `if` that says nothing of headers shows its location's (ngx_http_script_if_code switches to an equal level). The
 * `http` block answers nothing itself, but where its servers were not seen, its headers are judged by themselves.
 */
function isScope(level: NginxLevel, all: readonly NginxLevel[]): boolean {
  const speaks = level.own.length > 0 || level.early.length > (level.parent?.early.length ?? 0);
  if (level.kind === 'http') return speaks && !all.some((other) => other.parent === level);
  return level.kind !== 'if' || speaks;
}

/** @param answering the servers that answer before any location is chosen */
function scopeOf(
  level: NginxLevel,
  variables: Variables,
  answering: ReadonlySet<NginxLevel>,
  canMerge: boolean,
): Scope {
  const levels = outward(level);
  const [innermost, ...around] = levels.map((each) => each.level);
  const server = levels.find((each) => each.kind === 'server');
  const unreachable = server !== undefined && server !== level && answering.has(server);
  const cut = cutAt(level, canMerge);
  const { uri, text } = level.file.file;
  const span = level.block?.directive ?? level.file.tree.embedded ?? { start: 0, end: text.length };
  return {
    path: [innermost ?? level.level, ...around],
    block: { uri, start: span.start, end: span.end },
    answers: unreachable ? [] : answersOf(level),
    ops: variables.resolved([...hideOps(level), ...level.early, ...inForce(level).ops], level),
    ...(cut && { cut }),
    insertions: insertionsFor(level),
    // A server in a fragment is judged as it stands; a fragment of a server or location may be anywhere.
    whole: server?.block !== undefined,
  };
}
