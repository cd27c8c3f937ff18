import type { HeaderOp } from '../../../model/header-op.ts';
import { requestHeader, type RequestParts, type RouteAnswer } from '../../../routes/route.ts';
import { at, entriesOf, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import { ownAnswer } from '../lower/answers.ts';
import { entriesOf as headerEntries } from '../lower/entries.ts';
import { functionOps, unknown } from '../lower/functions.ts';
import { chainOf, runningOn } from '../model/chain.ts';
import type { KongConfig, KongRoute, Plugin } from '../model/config.ts';
import { ANSWERING, FUNCTIONS, QUIET, TRANSFORMERS } from '../model/names.ts';
import { wireOps } from './wire-ops.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/** What may be answered, in the order in which it is decided; all but the last may not come. */
export function answersTo(
  config: KongConfig,
  route: KongRoute,
  request: RequestParts,
): readonly RouteAnswer[] {
  const running = runningOn(config, route);
  const gateway = (status: number): RouteAnswer => ({ kind: 'gateway', status });
  if (!isPlain(route, request) || running.some(decides)) return [{ kind: 'unknown' }];
  if (request.method === 'OPTIONS' && running.some(({ name }) => name === 'cors'))
    return [{ kind: 'unknown' }];
  const hasStatuses = running.some((plugin) => headerEntries(plugin).some(({ statuses }) => statuses));
  const early = running.some(({ name }) => ANSWERING.has(name));
  if (early && hasStatuses) return [{ kind: 'unknown' }];
  const first = early ? [gateway(0)] : [];
  const own = ownAnswer(config, route);
  if (own !== undefined && isTriggered(own.trigger, request)) return [...first, gateway(own.status)];
  return [...first, route.service === undefined ? gateway(503) : { kind: 'upstream' }];
}

/** A service of http, asked in a protocol that the route has. */
function isPlain({ match, service }: KongRoute, { scheme }: RequestParts): boolean {
  return match.protocols.includes(scheme) && service?.isHttp !== false;
}

/** Plugins that may answer with anything. */
function decides(plugin: Plugin): boolean {
  const { name, holder } = plugin;
  if (FUNCTIONS.includes(name)) {
    const code = entriesOf(at(holder, 'config')).flatMap(({ value }) =>
      itemsOf(value).flatMap((each) => textOf(each) ?? []),
    );
    return /\b(?:exit|require|load|loadstring|dofile|say|print|redirect|io)\b/.test(code.join('\n'));
  }
  return !QUIET.has(name) && !ANSWERING.has(name) && !/^(?:cors|redirect|request-termination)$/.test(name);
}

function isTriggered(trigger: string | undefined, request: RequestParts): boolean {
  if (trigger === undefined) return true;
  const isAsked = request.query.split('&').some((pair) => pair.replace(/=.*/, '') === trigger);
  return isAsked || requestHeader(request, trigger).length > 0;
}

/** What is done to an answer. @param sent what it had when it came; `undefined` where that is not known */
export function opsFor(
  config: KongConfig,
  route: KongRoute | undefined,
  sent: Pairs | undefined,
): readonly HeaderOp[] {
  const running = runningOn(config, route);
  const code = (name: string): readonly HeaderOp[] => {
    const plugin = running.find((each) => each.name === name);
    return plugin === undefined ? [] : functionOps(plugin);
  };
  const doubtful = running.filter((plugin) => isDoubtful(config, route, plugin));
  const transformers = running.filter(({ name }) => TRANSFORMERS.includes(name));
  // With two of them the second sees what the first has left.
  const seen = transformers.length > 1 ? undefined : sent;
  return [
    ...code('pre-function'),
    ...transformers.flatMap((plugin) => wireOps(plugin, hasRenames(plugin) ? seen : sent)),
    ...code('post-function'),
    ...config.added,
    ...doubtful.map((plugin) => unknown(plugin, '', true)),
  ];
}

function hasRenames(plugin: Plugin): boolean {
  return headerEntries(plugin).some(({ action }) => action === 'rename');
}

/** Of these it is not known what they do to headers, or whether another instance runs in their place. */
function isDoubtful(config: KongConfig, route: KongRoute | undefined, plugin: Plugin): boolean {
  const { name, isKnown } = plugin;
  const isOther = !FUNCTIONS.includes(name) && decides(plugin);
  const isAuthenticated = /auth|^jwt$|^acl$/.test(name);
  const differs = config.consumers.some(({ key }) =>
    TRANSFORMERS.some((each) => chainOf(config, route, each, key)[0] !== chainOf(config, route, each)[0]),
  );
  return isOther || (TRANSFORMERS.includes(name) && !isKnown) || (isAuthenticated && differs);
}
