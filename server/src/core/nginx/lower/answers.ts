import type { AnswerKind } from '../../model/scope.ts';
import { isAssetLocation, isChallengeLocation } from './location-path.ts';
import { Located } from './located.ts';
import { outward, type NginxLevel } from './level.ts';

const UPSTREAM = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$|^passenger_enabled$/;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

const PAGE: AnswerKind = { from: 'gateway', statuses: [200], page: 'content' };
const NONE: readonly AnswerKind[] = [];
const CANNED: AnswerKind = { from: 'gateway', statuses: [404, 403, 500], page: 'canned' };

/** What a service answers, and what is said where it does not: one list for thousands of locations. */
const PROXIED: Readonly<Record<AnswerKind['page'], readonly AnswerKind[]>> = {
  content: proxied('content'),
  asset: proxied('asset'),
  canned: proxied('canned'),
  none: proxied('none'),
};

function proxied(page: AnswerKind['page']): readonly AnswerKind[] {
  return [
    { from: 'upstream', statuses: [200, 404, 500], page },
    { from: 'gateway', statuses: [502, 504], page: 'canned' },
  ];
}

/**
 * What can come out of a level before any header is added. Only what decides "can a frame show this" is told apart:
 * redirects and empty answers show nothing, nginx's own error pages hold nothing to click on.
 */
export function answersOf(level: NginxLevel): readonly AnswerKind[] {
  if (level.kind === 'server' && refusesHandshakes(level)) return [];
  const answers = fixedAnswer(level.telling) ?? handledAnswers(level);
  const branches = branchAnswers(level);
  return branches.length === 0 ? answers : [...answers, ...branches];
}

function handledAnswers(level: NginxLevel): readonly AnswerKind[] {
  // At server level only what no location takes is answered.
  if (level.kind === 'server') {
    if (level.telling.some(isCatchAll)) return [];
    return deniesAll(level) ? [CANNED] : [PAGE, CANNED];
  }
  // After a true `if` the location goes on, and it keeps its content handler (ngx_http_rewrite_if copies it).
  if (level.kind === 'if' && level.parent !== undefined) {
    return fixedAnswer(level.parent.telling) ?? handledAnswers(level.parent);
  }
  return locationAnswers(level);
}

/** What the `if` blocks return that are no levels of their own: a server's, and those without header lines. */
function branchAnswers({ kind, telling }: NginxLevel): readonly AnswerKind[] {
  if (kind === 'if') return [];
  return telling.flatMap((item) => {
    if (item.name !== 'if') return NONE;
    const inside = (item.directive.body?.directives ?? []).map((each) => new Located(item.file, each));
    const speaks = inside.some(({ name }) => name === 'add_header' || name.startsWith('more_'));
    return speaks ? NONE : (fixedAnswer(inside) ?? NONE).filter(({ page }) => page !== 'none');
  });
}

/** Whether no location of a server is ever chosen: it answers before (ngx_http_core_server_rewrite_phase), or never. */
export function answersAtOnce(level: NginxLevel): boolean {
  return refusesHandshakes(level) || fixedAnswer(level.telling) !== undefined;
}

/** `ssl_reject_handshake on`, the usual default server: no request is ever read. */
function refusesHandshakes({ telling }: NginxLevel): boolean {
  const refuses = telling.some((item) => item.name === 'ssl_reject_handshake' && item.arg(0) === 'on');
  if (!refuses) return false;
  const listens = telling.filter((item) => item.name === 'listen');
  return listens.every(({ args }) => args.includes('ssl') || args.includes('quic'));
}

function locationAnswers(level: NginxLevel): readonly AnswerKind[] {
  const page = pageOf(level);
  if (deniesAll(level)) return [CANNED];
  if (level.telling.some((item) => UPSTREAM.test(item.name))) {
    return PROXIED[page];
  }
  return [{ from: 'gateway', statuses: [200], page }, CANNED];
}

/** A level without access rules has those of the level around it (ngx_http_access_merge_loc_conf). */
function deniesAll(level: NginxLevel): boolean {
  const { access } = level;
  if (access?.name !== 'deny' || access.arg(0) !== 'all') return false;
  return !outward(level).some(({ telling }) => telling.some(({ name }) => name === 'satisfy'));
}

function pageOf(level: NginxLevel): AnswerKind['page'] {
  const { block } = level;
  if (block === undefined) return 'content';
  if (isChallengeLocation(block.args)) return 'none';
  const asset = isAssetLocation(block.args) || level.telling.some((item) => item.name === 'empty_gif');
  return asset ? 'asset' : 'content';
}

/** The one answer of a level that returns or redirects whatever is asked; undefined where it depends. */
function fixedAnswer(items: readonly Located[]): readonly AnswerKind[] | undefined {
  for (const item of items) {
    if (item.name === 'return') return returned(item.args);
    if (item.name === 'rewrite' && /^\^?(\/?\(\.[*+]\)|\/|\.\*|)\$?$/.test(item.arg(0) ?? '')) {
      const [, target = '', flag] = item.args;
      if (flag === 'redirect' || flag === 'permanent' || /^(https?:\/\/|\$scheme)/.test(target)) {
        return [{ from: 'gateway', statuses: [flag === 'permanent' ? 301 : 302], page: 'none' }];
      }
      if (flag === 'last') return [];
    }
  }
  return undefined;
}

function returned(args: readonly string[]): readonly AnswerKind[] {
  const [first = '', second] = args;
  const status = /^\d+$/.test(first) ? Number(first) : 302;
  if (status === 444) return [];
  const answer = (page: AnswerKind['page']): readonly AnswerKind[] => [
    { from: 'gateway', statuses: [status], page },
  ];
  if (REDIRECTS.has(status) || BODILESS.has(status)) return answer('none');
  return answer(status < 400 || (second ?? '') !== '' ? 'content' : 'canned');
}

/** A location that takes every path that no other takes. */
function isCatchAll(item: Located): boolean {
  if (item.name !== 'location') return false;
  // No such pattern is longer than that, and most paths are.
  const { start, end } = item.directive.args.at(-1) ?? item.directive.name;
  if (end - start > 11) return false;
  const args = item.args.join(' ');
  return /^(\^~ ?)?\/?$/.test(args) || /^~\*? ?(\^?\/?|\^?\/?\.\*\$?|\^?\/?\(\.\*\)\$?)$/.test(args);
}
