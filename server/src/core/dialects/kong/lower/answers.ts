import type { AnswerKind } from '../../../model/scope.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import { chainOf } from '../model/chain.ts';
import type { KongConfig, KongRoute, Plugin } from '../model/config.ts';

const PAGE: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200], page: 'content' },
  { from: 'gateway', statuses: [502, 503, 504], page: 'canned' },
];
/** Kong's own message where a route has no service. */
const NOTHING: readonly AnswerKind[] = [{ from: 'gateway', statuses: [503], page: 'canned' }];

/** What Kong itself answers with, instead of asking the service. */
export interface OwnAnswer {
  readonly plugin: Plugin;
  readonly status: number;
  readonly page: AnswerKind['page'];
  /** The header or query parameter that a request must have for it. */
  readonly trigger?: string;
}

/** True for a route that takes requests of browsers. */
export function isHttp({ match, service }: KongRoute): boolean {
  const { protocols } = match;
  return protocols.some((each) => each === 'http' || each === 'https') && service?.isHttp !== false;
}

export function answersOf(config: KongConfig, route: KongRoute): readonly AnswerKind[] {
  const own = ownAnswer(config, route);
  const behind = route.service === undefined && !mayAnswer(config, route) ? NOTHING : PAGE;
  if (own === undefined) return behind;
  const answer: AnswerKind = { from: 'gateway', statuses: [own.status], page: own.page };
  return own.trigger === undefined ? [answer] : [...behind, answer];
}

/** Plugins that make up a page where there is no service. */
function mayAnswer(config: KongConfig, route: KongRoute): boolean {
  return config.plugins.some(
    ({ name }) =>
      /^(?:aws-lambda|azure-functions|openwhisk|pre-function|post-function|mocking|confluent|kafka-upstream)$/.test(
        name,
      ) && chainOf(config, route, name).length > 0,
  );
}

export function ownAnswer(config: KongConfig, route: KongRoute): OwnAnswer | undefined {
  const [redirect] = chainOf(config, route, 'redirect');
  if (redirect !== undefined) {
    return { plugin: redirect, status: numberAt(redirect, 'status_code') ?? 301, page: 'none' };
  }
  const [plugin] = chainOf(config, route, 'request-termination');
  if (plugin === undefined) return undefined;
  const settings = at(plugin.holder, 'config');
  const type = textOf(at(settings, 'content_type')) ?? 'application/json';
  const isHtml = /html/i.test(type) && textOf(at(settings, 'body')) !== undefined;
  const isEcho = booleanOf(at(settings, 'echo'), true) === true;
  const trigger = textOf(at(settings, 'trigger'));
  return {
    plugin,
    status: numberAt(plugin, 'status_code') ?? 503,
    page: isHtml && !isEcho ? 'content' : 'none',
    ...(trigger !== undefined && { trigger }),
  };
}

function numberAt({ holder }: Plugin, key: string): number | undefined {
  const text = textOf(at(holder, 'config', key));
  return text !== undefined && /^\d{3}$/.test(text) ? Number(text) : undefined;
}
