import type { AnswerKind } from '../../../model/scope.ts';
import { isAssetLocation, isChallengeLocation } from './location-path.ts';
import type { Located } from './located.ts';
import type { NginxLevel } from './level.ts';

const UPSTREAM = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$|^passenger_enabled$/;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

const CANNED: AnswerKind = { from: 'gateway', statuses: [404, 403, 500], page: 'canned' };

/**
 * What can come out of a level before any header is added. Only what decides "can a frame show this" is told apart:
 * redirects and empty answers show nothing, nginx's own error pages hold nothing to click on.
 */
export function answersOf(level: NginxLevel): readonly AnswerKind[] {
  if (level.kind === 'server') return serverAnswers(level);
  const fixed = fixedAnswer(level.items);
  if (fixed !== undefined) return fixed;
  // A true `if` keeps the content handler of its location (ngx_http_rewrite_if copies the handler).
  if (level.kind === 'if' && level.parent !== undefined) return answersOf(level.parent);
  return locationAnswers(level);
}

/** At server level only what no location takes is answered; a `return` there answers everything. */
function serverAnswers(level: NginxLevel): readonly AnswerKind[] {
  const fixed = fixedAnswer(level.items);
  if (fixed !== undefined) return fixed;
  return level.items.some(isCatchAll) ? [] : [{ from: 'gateway', statuses: [200], page: 'content' }, CANNED];
}

/** Whether a server answers every request before a location is chosen (ngx_http_core_server_rewrite_phase). */
export function answersAtOnce(level: NginxLevel): boolean {
  return fixedAnswer(level.items) !== undefined;
}

function locationAnswers(level: NginxLevel): readonly AnswerKind[] {
  const { items } = level;
  const page = pageOf(level);
  if (items.some((item) => UPSTREAM.test(item.name))) {
    return [
      { from: 'upstream', statuses: [200, 404, 500], page },
      { from: 'gateway', statuses: [502, 504], page: 'canned' },
    ];
  }
  const denied = items.some((item) => item.name === 'deny' && item.args[0] === 'all');
  if (denied && !items.some((item) => item.name === 'allow' || item.name === 'satisfy')) return [CANNED];
  return [{ from: 'gateway', statuses: [200], page }, CANNED];
}

function pageOf(level: NginxLevel): AnswerKind['page'] {
  const { block } = level;
  if (block === undefined) return 'content';
  if (isChallengeLocation(block.args)) return 'none';
  const asset = isAssetLocation(block.args) || level.items.some((item) => item.name === 'empty_gif');
  return asset ? 'asset' : 'content';
}

/** The one answer of a level that returns or redirects whatever is asked; undefined where it depends. */
function fixedAnswer(items: readonly Located[]): readonly AnswerKind[] | undefined {
  for (const item of items) {
    if (item.name === 'return') return returned(item.args);
    if (item.name === 'rewrite' && /^\^?(\/?\(\.[*+]\)|\/|\.\*|)\$?$/.test(item.args[0] ?? '')) {
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
  const args = item.args.join(' ');
  return /^(\^~ ?)?\/?$/.test(args) || /^~\*? ?(\^?\/?|\^?\/?\.\*\$?|\^?\/?\(\.\*\)\$?)$/.test(args);
}
