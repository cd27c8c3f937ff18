import { networkOf, ipv4 } from './geo.ts';
import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import type { Located } from '../lower/located.ts';
import { either, which, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate, remoteAddress } from './variables.ts';

/** Runs a subrequest and tells its status; given by the phases, which know how. */
export type Subrequest = (t: Transaction, path: string) => Sim<number | undefined>;

/**
 * The access phase: the status of a refusal, or undefined. `satisfy any` lets in whom one of the checks lets in
 * (ngx_http_core_access_phase).
 */
export function* refusal(t: Transaction, subrequest: Subrequest): Sim<number | undefined> {
  const { config } = t;
  const restricted = restrictedItems(t);
  const find = (name: string): readonly string[] | undefined =>
    restricted?.findLast((item) => item.name === name)?.args ?? config.setting(t.level, name);
  const any = find('satisfy')?.[0] === 'any';
  let refused: number | undefined;
  for (const check of [
    () => address(t, restricted),
    () => basic(t, find),
    () => request(t, find, subrequest),
  ]) {
    const verdict = yield* check();
    if (verdict === undefined) continue;
    if (any && verdict === 'in') return undefined;
    if (verdict === 'in') continue;
    if (!any) return verdict;
    // Under `any` a 401 asks for a password and outlives a plain 403.
    if (refused === undefined || verdict === 401) refused = verdict;
  }
  return refused;
}

type Verdict = number | 'in' | undefined;

/** The items of a `limit_except` that holds for this method; inside it only they and what is inherited count. */
export function restrictedItems(t: Transaction): readonly Located[] | undefined {
  const { config, level } = t;
  const location = level.kind === 'if' ? level.parent : level;
  const item = location && config.own(location, 'limit_except')[0];
  if (item === undefined) return undefined;
  const methods = item.args.map((method) => method.toUpperCase());
  const free = methods.includes(t.method) || (t.method === 'HEAD' && methods.includes('GET'));
  return free ? undefined : config.bodyOf(item);
}

/** ngx_http_access_handler: the first rule that matches decides. */
function* address(t: Transaction, restricted: readonly Located[] | undefined): Sim<Verdict> {
  const rules =
    restricted?.some(isAccessRule) === true
      ? restricted.filter(isAccessRule)
      : accessRules(t.config, t.level);
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

function* basic(t: Transaction, find: (name: string) => readonly string[] | undefined): Sim<Verdict> {
  const realm = find('auth_basic')?.[0];
  if (realm === undefined || realm === 'off' || find('auth_basic_user_file') === undefined) return undefined;
  const value = evaluate(realm, t);
  if (value === 'off') return undefined;
  if (t.requestHeader('authorization') === undefined && value !== undefined) return 401;
  return (yield* either('whether the password is right')) ? 'in' : 401;
}

/** ngx_http_auth_request_handler: 2xx lets in, 401 and 403 are passed on, anything else is a 500. */
function* request(
  t: Transaction,
  find: (name: string) => readonly string[] | undefined,
  subrequest: Subrequest,
): Sim<Verdict> {
  const uri = find('auth_request')?.[0];
  if (uri === undefined || uri === 'off') return undefined;
  const status = yield* subrequest(t, uri);
  if (status === undefined)
    return ([401, 403, 'in'] as const)[yield* which('what the authorisation service answers', 3)];
  if (status >= 200 && status < 300) return 'in';
  return status === 401 || status === 403 ? status : 500;
}
