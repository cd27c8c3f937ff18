import type { AnswerKind } from '../../../model/scope.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import type { Plugin } from '../read/plugins.ts';
import type { ApisixRoute } from '../read/setup.ts';

const PAGE: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200, 404, 500], page: 'content' },
  { from: 'gateway', statuses: [502, 503, 504], page: 'canned' },
];

/** They answer programs, not people. */
const API =
  `grpc-transcode grpc-web kafka-proxy dubbo-proxy http-dubbo mcp-bridge public-api degraphql ai-proxy
  ai-proxy-multi`.split(/\s+/);

/** What comes out of a route with these plugins. */
export function answersOf(
  plugins: readonly Plugin[],
  { match: { methods } }: ApisixRoute,
): readonly AnswerKind[] {
  const running = plugins.filter(({ off }) => off === undefined);
  const config = (name: string): Plugin['config'] => running.find((plugin) => plugin.name === name)?.config;
  if (methods.length > 0 && methods.every((method) => method === 'OPTIONS')) {
    return [{ from: 'gateway', statuses: [200], page: 'none' }];
  }
  const redirect = config('redirect');
  if (redirect !== undefined && isRedirectOnly(redirect)) {
    return [{ from: 'gateway', statuses: [Number(textOf(at(redirect, 'ret_code')) ?? 302)], page: 'none' }];
  }
  const mocking = config('mocking');
  if (mocking !== undefined) {
    const isPage = /html/i.test(textOf(at(mocking, 'content_type')) ?? '');
    const status = Number(textOf(at(mocking, 'response_status')) ?? 200);
    return [{ from: 'gateway', statuses: [status], page: isPage ? 'content' : 'canned' }];
  }
  const abort = at(config('fault-injection'), 'abort');
  if (abort !== undefined && at(abort, 'percentage') === undefined && at(abort, 'vars') === undefined) {
    const isPage = /<\w/.test(textOf(at(abort, 'body')) ?? '');
    const status = Number(textOf(at(abort, 'http_status')) ?? 200);
    return [{ from: 'gateway', statuses: [status], page: isPage ? 'content' : 'canned' }];
  }
  const isApi = API.some((name) => config(name));
  return isApi ? [{ from: 'upstream', statuses: [200], page: 'canned' }] : PAGE;
}

/** `http_to_https` leaves what is encrypted already alone. */
function isRedirectOnly(redirect: NonNullable<Plugin['config']>): boolean {
  if (booleanOf(at(redirect, 'http_to_https')) === true || at(redirect, '_meta', 'filter') !== undefined)
    return false;
  return at(redirect, 'uri') !== undefined || at(redirect, 'regex_uri') !== undefined;
}
