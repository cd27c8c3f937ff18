import type { Place } from '../../../model/place.ts';
import type { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import { at as nodeAt, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import { controllerSnippet } from '../lower/http.ts';
import { authorization, usesPatterns, writeAccess, writeHeaders } from '../lower/location.ts';
import { annotationFlag, annotationText, listOf } from '../read/annotation.ts';
import { redirectsToHttps, type ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { errorPages } from './config.ts';
import type { HostLocation, HostServer } from './servers.ts';

/** The content of a location in the order of the template, with what decides who answers. */
export function writeAnswering(
  text: GeneratedNginx<undefined>,
  world: NginxWorld,
  server: HostServer,
  location: HostLocation,
  at: Place,
): void {
  const { ingress, hasService, isDisputed } = location;
  // Of what may be another Ingress's, nothing is sure.
  if (isDisputed || (ingress !== undefined && !ingress.custom.isKnown) || !world.global.isKnown) {
    text.line('header_filter_by_lua_file', ['of-another-ingress'], { at });
  }
  if (ingress?.custom.isDenied === true) {
    text.line('return', ['503'], { at });
    return;
  }
  if (ingress === undefined) {
    const common = controllerSnippet(world.controller, 'location-snippet');
    if (common !== undefined) text.snippet(common);
    text.line('return', ['404'], { at });
    return;
  }
  const { object } = ingress;
  writeAccess(text, ingress);
  cors(text, ingress, at);
  if (isAsked(world, location)) {
    if (/^(?:basic|digest)$/.test(annotationText(object, 'auth-type') ?? '')) {
      text.line('auth_basic', ['realm'], { at });
      text.line('auth_basic_user_file', ['/etc/ingress-controller/auth/of-the-ingress.passwd'], { at });
    }
  }
  writeHeaders(text, world, ingress);
  const satisfy = annotationText(object, 'satisfy');
  if (satisfy === 'any' || satisfy === 'all') text.line('satisfy', [satisfy], { at });
  const codes = annotationText(object, 'custom-http-errors');
  if (annotationFlag(object, 'disable-proxy-intercept-errors') !== true) {
    errorPages(text, codes, at, 'of-the-ingress');
  }
  const { redirect } = ingress;
  if (redirect !== undefined && location.item !== undefined) {
    text.line('return', [String(redirect.status), redirect.to], { at });
  }
  toHttps(text, world, server, ingress, at);
  if (isAsked(world, location)) permission(text, world, ingress, at);
  const target = annotationText(object, 'rewrite-target');
  if (target !== undefined && usesPatterns(ingress, location.path) && target !== location.path) {
    text.line('rewrite', [`(?i)${location.path}`, target, 'break'], { at });
  }
  // The controller's own default backend knows nothing, but answers 404.
  if (hasService) text.line(passDirective(ingress), ['http://upstream_balancer'], { at });
  else text.line('return', ['404'], { at });
}

function passDirective({ object }: ServedIngress): string {
  const protocol = annotationText(object, 'backend-protocol')?.toUpperCase() ?? '';
  return protocol.startsWith('GRPC') ? 'grpc_pass' : 'proxy_pass';
}

function isAsked({ controller }: NginxWorld, { path }: HostLocation): boolean {
  const free = listOf(controller?.get('no-auth-locations')?.text ?? '/.well-known/acme-challenge');
  return !free.some((each) => path.startsWith(each));
}

/** `auth-url`: whether a request may pass is what another service says. */
function permission(
  text: GeneratedNginx<undefined>,
  world: NginxWorld,
  ingress: ServedIngress,
  at: Place,
): void {
  if (authorization(world, ingress) === undefined) return;
  text.open('if', ['($may_be_refused', '=', '1)'], { at, source: undefined });
  const signsIn = annotationText(ingress.object, 'auth-signin') !== undefined;
  text.line('return', signsIn ? ['302', '/sign-in'] : ['401'], { at });
  text.close();
}

/** Source: the template's part CORS: preflight requests are answered at once. */
function cors(text: GeneratedNginx<undefined>, { object }: ServedIngress, at: Place): void {
  if (annotationFlag(object, 'enable-cors') !== true) return;
  const origins = listOf(annotationText(object, 'cors-allow-origin') ?? '*');
  if (origins.length === 1 && origins[0] === '*') {
    text.line('set', ['$cors', 'true'], { at });
  } else {
    const patterns = origins.map((origin) =>
      origin.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '[A-Za-z0-9\\-]+'),
    );
    text.line('set', ['$cors', ''], { at });
    text.open('if', ['($http_origin', '~*', `(${patterns.join('|')})$)`], { at, source: undefined });
    text.line('set', ['$cors', 'true'], { at });
    text.close();
  }
  text.open('if', ['($request_method', '=', 'OPTIONS)'], { at, source: undefined });
  text.line('set', ['$cors', '${cors}options'], { at });
  text.close();
  text.open('if', ['($cors', '=', 'true)'], { at, source: undefined });
  text.line('more_set_headers', ['Access-Control-Allow-Origin: $http_origin'], { at });
  text.close();
  text.open('if', ['($cors', '=', 'trueoptions)'], { at, source: undefined });
  text.line('return', ['204'], { at });
  text.close();
}

/** Lua at the end of the rewrite phase (lua_ingress.lua, `redirect_to_https`). */
function toHttps(
  text: GeneratedNginx<undefined>,
  { controller }: NginxWorld,
  { host }: HostServer,
  ingress: ServedIngress,
  at: Place,
): void {
  const redirects = redirectsToHttps(ingress, hasTls(ingress, host), controller);
  if (redirects === false) return;
  const code = controller?.get('http-redirect-code')?.text ?? '308';
  const test = redirects === true ? ['($scheme', '=', 'http)'] : ['($may_be_redirected', '=', '1)'];
  text.open('if', test, { at, source: undefined });
  text.line('return', [code, 'https://$host$request_uri'], { at });
  text.close();
}

/** Whether a certificate is there for the host; `undefined` where one of a Secret may be for it. */
function hasTls({ object }: ServedIngress, host: string): boolean | undefined {
  const entries = itemsOf(nodeAt(object.node, 'spec', 'tls'));
  if (entries.length === 0) return false;
  const names = entries.flatMap((entry) =>
    itemsOf(nodeAt(entry, 'hosts')).flatMap((each) => textOf(each) ?? []),
  );
  return names.some((name) => name.toLowerCase() === host) ? true : undefined;
}
