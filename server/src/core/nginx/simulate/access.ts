import { networkOf, ipv4 } from './geo.ts';
import type { Configuration } from './configuration.ts';
import { limitedItems } from './limit-except.ts';
import type { NginxLevel } from '../lower/level.ts';
import type { Located } from '../lower/located.ts';
import { either, fileAt, which, type Sim } from './questions.ts';
import { subrequest, type Handle } from './subrequest.ts';
import type { Transaction } from './transaction.ts';
import { remoteAddress } from './built-in-variables.ts';
import { evaluate } from './variables.ts';

/** `in`: lets in. `silence`: the connection is closed. `undefined`: has no say. */
type Verdict = number | 'in' | 'silence' | undefined;
type Find = (name: string) => readonly string[] | undefined;

/**
 * The access phase: the status of a refusal, or undefined. `satisfy any` lets in whom one of the checks lets in
 * (ngx_http_core_access_phase).
 */
export function* refusal(t: Transaction, handle: Handle): Sim<number | 'silence' | undefined> {
  const limited = limitedItems(t);
  const find: Find = (name) =>
    limited?.findLast((item) => item.name === name)?.args ?? t.config.setting(t.level, name);
  const any = find('satisfy')?.[0] === 'any';
  for (const check of [() => address(t, limited), () => basic(t, find), () => request(t, find, handle)]) {
    const verdict = yield* check();
    if (verdict === undefined) continue;
    if (verdict === 'in') {
      if (!any) continue;
      t.accessCode = undefined;
      break;
    }
    // Under `any` only 401 and 403 wait for the other checks, and a 401 asks for a password and outlives a plain 403.
    if (!any || (verdict !== 401 && verdict !== 403)) return verdict;
    if (t.accessCode !== 401) t.accessCode = verdict;
  }
  // ngx_http_core_post_access_phase.
  const { accessCode } = t;
  t.accessCode = undefined;
  return accessCode;
}

/** ngx_http_access_handler: the first rule that matches decides. */
function* address(t: Transaction, limited: readonly Located[] | undefined): Sim<Verdict> {
  const rules =
    limited?.some(isAccessRule) === true ? limited.filter(isAccessRule) : accessRules(t.config, t.level);
  const remote = remoteAddress(t);
  for (const { name, args } of rules) {
    const [who = ''] = args;
    const matches = who === 'all' ? true : addressMatches(who, remote);
    const decided = matches ?? (yield* either(`whether the client is ${who}`));
    if (decided) return name === 'allow' ? 'in' : 403;
  }
  return undefined;
}

function isAccessRule({ name }: Located): boolean {
  return name === 'allow' || name === 'deny';
}

/** `allow` and `deny` are one list, inherited as one. */
function accessRules(config: Configuration, level: NginxLevel | undefined): readonly Located[] {
  if (level === undefined) return [];
  const own = level.items.filter(isAccessRule);
  return own.length > 0 ? own : accessRules(config, level.parent);
}

function addressMatches(who: string, remote: string | undefined): boolean | undefined {
  const network = networkOf(who);
  if (remote === undefined) return undefined;
  const number = ipv4(remote);
  if (network === undefined || number === undefined)
    return who.includes(':') || who === 'unix:' ? false : undefined;
  return network.low <= number && number <= network.high;
}

/** ngx_http_auth_basic_handler. The passwords themselves are not read. */
function* basic(t: Transaction, find: Find): Sim<Verdict> {
  const realm = find('auth_basic')?.[0];
  const file = find('auth_basic_user_file')?.[0];
  if (realm === undefined || realm === 'off' || file === undefined) return undefined;
  if (evaluate(realm, t) === 'off') return undefined;
  const authorization = t.requestHeader('authorization');
  if (authorization === undefined || !/^basic +\S/i.test(authorization)) return 401;
  const path = evaluate(file, t);
  if (path?.startsWith('/') === true && (yield* fileAt(path)).kind === 'missing') return 403;
  return (yield* either('whether the password is right')) ? 'in' : 401;
}

/** ngx_http_auth_request_handler: 2xx lets in, 401 and 403 are passed on, anything else is a 500. */
function* request(t: Transaction, find: Find, handle: Handle): Sim<Verdict> {
  const uri = find('auth_request')?.[0];
  if (uri === undefined || uri === 'off') return undefined;
  const { sub, reply } = yield* subrequest(t, uri, handle);
  if (reply.kind === 'silence') return 'silence';
  sub.status = sub.errorStatus === 0 ? reply.status : sub.errorStatus;
  const { status } = sub;
  for (const item of t.config.inherited(t.level, 'auth_request_set')) {
    const [name = '', value = ''] = item.args;
    t.variables.set(name.replace(/^\$/, '').toLowerCase(), evaluate(value, sub));
  }
  if (status === undefined)
    return ([401, 403, 'in'] as const)[yield* which('what the authorisation service answers', 3)];
  if (status >= 200 && status < 300) return 'in';
  return status === 401 || status === 403 ? status : 500;
}
