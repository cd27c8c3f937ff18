import { boolField, field, items, numberField, stringField, typeOf } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import type { RequestParts } from '../../../routes/route.ts';
import type { Manager } from '../read/managers.ts';
import type { LoweredManager } from '../lower/unit.ts';

export interface Candidates {
  readonly candidates: readonly LoweredManager[];
  readonly doubt?: string;
}

const WHICH = 'which listener or filter chain takes the request';

/**
 * The managers that may take a request: by the port of the url, or the only listener there is (a port may be mapped
 * on the way); within a listener by its filter chains.
 */
export function managersFor(managers: readonly LoweredManager[], request: RequestParts): Candidates {
  const alone = managers.filter(({ manager }) => manager === undefined);
  const listeners = new Map<YamlNode, LoweredManager[]>();
  for (const each of managers) {
    if (each.manager === undefined) continue;
    const key = each.manager.listener.node;
    listeners.set(key, [...(listeners.get(key) ?? []), each]);
  }
  if (listeners.size === 0)
    return alone.length === 1 ? { candidates: alone } : { candidates: alone, doubt: WHICH };
  const all = [...listeners.values()];
  const onPort = all.filter(([first]) => first?.manager?.port === request.port);
  const chosen = onPort.length > 0 ? onPort : all;
  const perListener = chosen.map((chains) => byChain(chains, request));
  const candidates = perListener.flatMap((each) => each.candidates);
  const doubtful = chosen.length > 1 || perListener.some(({ doubt }) => doubt !== undefined);
  return doubtful ? { candidates, doubt: WHICH } : { candidates };
}

/** FilterChainManagerImpl: the chain whose match fits best; one without any takes what is left. */
function byChain(chains: readonly LoweredManager[], request: RequestParts): Candidates {
  const ranked = onDestinationPort(chains).flatMap((chain) => {
    const { fits, rank } = chainFit(chain.manager, request);
    return fits === false ? [] : [{ chain, fits, rank }];
  });
  const sure = ranked.filter(({ fits }) => fits === true).sort((a, b) => b.rank - a.rank);
  const [best] = sure;
  const perhaps = ranked.filter(({ fits, rank }) => fits === undefined && rank >= (best?.rank ?? 0));
  const candidates = [...perhaps.map(({ chain }) => chain), ...(best === undefined ? [] : [best.chain])];
  return perhaps.length === 0 ? { candidates } : { candidates, doubt: WHICH };
}

/**
 * The port that a connection was for is looked up first of all: chains for it leave no room for those without one, but
 * the default one (FilterChainManagerImpl::findFilterChain). It is the listener's own, unless a firewall redirects.
 */
function onDestinationPort(chains: readonly LoweredManager[]): readonly LoweredManager[] {
  const portOf = ({ manager }: LoweredManager): number | undefined =>
    numberField(manager?.chain, 'filter_chain_match', 'destination_port');
  const [first] = chains;
  if (first?.manager === undefined || isRedirected(first.manager.listener.node)) return chains;
  const { port, listener } = first.manager;
  const byDefault = field(listener.node, 'default_filter_chain');
  const meant = chains.filter((each) => portOf(each) === port);
  const rest = meant.length > 0 ? meant : chains.filter((each) => portOf(each) === undefined);
  return [
    ...rest,
    ...chains.filter(
      ({ manager }) => !rest.some((each) => each.manager === manager) && manager?.chain === byDefault,
    ),
  ];
}

function isRedirected(listener: YamlNode): boolean {
  return (
    boolField(listener, 'use_original_dst') === true ||
    items(listener, 'listener_filters').some((each) =>
      (typeOf(field(each, 'typed_config')) ?? '').endsWith('.OriginalDst'),
    )
  );
}

const DECIDED = /^(?:server_?names|transport_?protocol|destination_?port)$/i;

function chainFit(
  manager: Manager | undefined,
  request: RequestParts,
): { readonly fits: Ternary; readonly rank: number } {
  const match = field(manager?.chain, 'filter_chain_match');
  if (manager === undefined || match === undefined) return { fits: true, rank: 0 };
  const isRedirect = isRedirected(manager.listener.node);
  const undecided =
    match.kind === 'map' &&
    match.entries.some(
      ({ key }) => !DECIDED.test(key.text) || (isRedirect && /^destination_?port$/i.test(key.text)),
    );
  const names = items(match, 'server_names').map((each) =>
    each.kind === 'scalar' ? each.text.toLowerCase() : '',
  );
  const ranks = request.scheme === 'https' ? names.flatMap((name) => rankOf(name, request.host) ?? []) : [];
  const protocol = stringField(match, 'transport_protocol');
  const fits = allOf([
    names.length === 0 || ranks.length > 0,
    protocol === undefined ? true : anyOf([(protocol === 'tls') === (request.scheme === 'https')]),
    undecided ? undefined : true,
  ]);
  return { fits, rank: 1 + Math.max(0, ...ranks) };
}

function rankOf(name: string, host: string): number | undefined {
  if (name === host) return 1000;
  return name.startsWith('*.') && host.endsWith(name.slice(1)) ? name.length : undefined;
}

/** What Envoy takes for the scheme of a request: what the client says of the way before, or the connection's own. */
export function seenScheme(manager: Manager | undefined, request: RequestParts): string | undefined {
  if (manager === undefined) return undefined;
  const own = manager.tls ? 'https' : 'http';
  const said = request.headers.findLast(([name]) => name.toLowerCase() === 'x-forwarded-proto')?.[1];
  return said === undefined || boolField(manager.node, 'use_remote_address') === true
    ? own
    : said.toLowerCase();
}
