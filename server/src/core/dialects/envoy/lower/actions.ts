import type { AnswerKind } from '../../../model/scope.ts';
import type { RouteAnswer } from '../../../routes/route.ts';
import { envoyScalar, field, items, numberField, stringField } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { Located } from '../read/source.ts';
import { hasNoEndpoint } from './clusters.ts';
import type { RouteNode } from '../read/route-nodes.ts';

/** The clusters by name; `undefined` where others may come at run time. */
export type Clusters = ReadonlyMap<string, Located> | undefined;

/** What a route does with what it takes; a route over several clusters has one of each. */
export interface Action {
  readonly kind: 'forward' | 'own' | 'none';
  readonly answer: RouteAnswer;
  readonly answers: readonly AnswerKind[];
  /** Whether a frame could show its answers, so that it is worth judging. */
  readonly isPage: boolean;
  readonly cluster?: string | undefined;
  readonly weighted?: Located;
}

const UNAVAILABLE: AnswerKind = { from: 'gateway', statuses: [503, 504], page: 'canned' };

export function actionsOf(route: RouteNode, clusters: Clusters): readonly Action[] {
  const { node } = route;
  const forward = field(node, 'route');
  if (forward !== undefined) return forwards(route, forward, clusters);
  const direct = field(node, 'direct_response');
  if (direct !== undefined) return [directResponse(direct)];
  const redirect = field(node, 'redirect');
  if (redirect !== undefined) return [redirection(redirect)];
  return [{ kind: 'none', answer: { kind: 'unknown' }, answers: [], isPage: false }];
}

function forwards(route: RouteNode, forward: YamlNode, clusters: Clusters): readonly Action[] {
  const weighted = items(field(forward, 'weighted_clusters'), 'clusters').filter(
    (each) => numberField(each, 'weight') !== 0,
  );
  const isPage = !isGrpc(route.node);
  const answers: readonly AnswerKind[] = isPage
    ? [{ from: 'upstream', statuses: [200], page: 'content' }, UNAVAILABLE]
    : [];
  const action = (node: YamlNode, name: string): Action => {
    const cluster = stringField(node, name);
    return { kind: 'forward', answer: answerOf(forward, cluster, clusters), answers, isPage, cluster };
  };
  if (weighted.length === 0) return [action(forward, 'cluster')];
  return weighted.map((node) => ({ ...action(node, 'name'), weighted: { node, source: route.source } }));
}

/** A cluster that is not there, or has no endpoint: Envoy answers by itself. */
function answerOf(forward: YamlNode, cluster: string | undefined, clusters: Clusters): RouteAnswer {
  // A header names the cluster, or a plugin, or a redirect of the service is followed: what answers is not known.
  if (cluster === undefined || field(forward, 'internal_redirect_policy') !== undefined)
    return { kind: 'unknown' };
  if (clusters === undefined) return { kind: 'upstream' };
  const known = clusters.get(cluster);
  if (known !== undefined)
    return hasNoEndpoint(known.node) ? { kind: 'gateway', status: 503 } : { kind: 'upstream' };
  const code = field(forward, 'cluster_not_found_response_code');
  const name = code?.kind === 'scalar' ? envoyScalar(code) : undefined;
  const isNotFound =
    name?.kind === 'number' ? name.value === 1 : name?.kind === 'string' && /^not_found$/i.test(name.value);
  return { kind: 'gateway', status: isNotFound ? 404 : 503 };
}

function directResponse(direct: YamlNode): Action {
  const status = numberField(direct, 'status') ?? 200;
  const body = field(direct, 'body');
  const isEmpty = body === undefined || stringField(body, 'inline_string') === '';
  const showsNothing = isEmpty || status === 204 || (status >= 300 && status < 400);
  return {
    kind: 'own',
    answer: { kind: 'gateway', status },
    answers: [{ from: 'gateway', statuses: [status], page: showsNothing ? 'none' : 'content' }],
    isPage: true,
  };
}

const REDIRECTS: Readonly<Record<string, number>> = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
};

function redirection(redirect: YamlNode): Action {
  const code = field(redirect, 'response_code');
  const scalar = code?.kind === 'scalar' ? envoyScalar(code) : undefined;
  const name = scalar?.kind === 'string' ? scalar.value.toUpperCase() : '';
  const status = scalar?.kind === 'number' ? Object.values(REDIRECTS)[scalar.value] : REDIRECTS[name];
  return {
    kind: 'own',
    answer: { kind: 'gateway', status: status ?? 301 },
    answers: [{ from: 'gateway', statuses: [status ?? 301], page: 'none' }],
    isPage: true,
  };
}

/** gRPC and tunnels have no pages. */
function isGrpc(route: YamlNode): boolean {
  const match = field(route, 'match');
  if (field(match, 'grpc') !== undefined || field(match, 'connect_matcher') !== undefined) return true;
  const path = stringField(match, 'prefix') ?? stringField(match, 'path') ?? '';
  return /^\/[a-z]\w*(?:\.\w+)*\.[A-Z]\w*\//.test(path);
}
