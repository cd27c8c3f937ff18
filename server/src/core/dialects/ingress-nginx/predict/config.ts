import type { Place } from '../../../model/place.ts';
import type { GeneratedConfig } from '../../../nginx/embedded/generated-config.ts';
import { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import { serverSnippet } from '../lower/config.ts';
import { controllerSnippet, writeHttp } from '../lower/http.ts';
import { GENERATED } from '../lower/levels.ts';
import { annotationText, listOf } from '../read/annotation.ts';
import type { ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { writeAnswering } from './location.ts';
import { locationArguments, redirectedName, serverName, serversOf, type HostServer } from './servers.ts';

/**
 * The configuration as the controller writes it, as far as it decides who answers and with which headers.
 * @param passes whether `auth-url` lets every request pass; else it is not known
 */
export function askedConfig(world: NginxWorld, passes: boolean): GeneratedConfig<undefined> | undefined {
  const at = world.ingresses[0]?.object.nameAt;
  if (at === undefined) return undefined;
  const text = new GeneratedNginx<undefined>('ingress-nginx requests');
  text.open('geo', ['$literal_dollar'], { at, source: undefined });
  text.line('default', ['$'], { at });
  text.close();
  // Whether a certificate is there, and whether a request may pass, is in no file: as little as nginx's own number.
  text.open('map', ['$scheme', '$may_be_redirected'], { at, source: undefined });
  text.line('http', ['$pid'], { at });
  text.line('default', ['0'], { at });
  text.close();
  text.open('map', ['$scheme', '$may_be_refused'], { at, source: undefined });
  text.line('default', [passes ? '0' : '$pid'], { at });
  text.close();
  errorPages(text, world.controller?.get('custom-http-errors')?.text, at, 'upstream-default-backend');
  writeHttp(text, world, at);
  for (const server of serversOf(world)) writeServer(text, world, server, at);
  return text.finish({ foreignModules: true });
}

function writeServer(
  text: GeneratedNginx<undefined>,
  world: NginxWorld,
  server: HostServer,
  nowhere: Place,
): void {
  const { host, aliases, locations } = server;
  const first = locations.find(({ ingress }) => ingress !== undefined)?.ingress;
  const at = first?.object.nameAt ?? nowhere;
  const label = host === '_' ? 'the default server' : `host ${host}`;
  text.open('server', [], { at, source: undefined, label, id: `${GENERATED}server ${host}` });
  const isDefault = host === '_' ? ['default_server'] : [];
  text.line('listen', ['80', ...isDefault], { at });
  text.line('listen', ['443', 'ssl', ...isDefault], { at });
  text.line('server_name', [serverName(host), ...aliases], { at });
  const own = serverSnippet(world, host === '_' ? undefined : host);
  if (own !== undefined) text.snippet(own);
  const backends = new Map<string, ServedIngress>();
  for (const location of locations) {
    const { ingress, item } = location;
    const place =
      ingress !== undefined && item !== undefined ? ingress.object.document.place(item.head.at) : at;
    appRoot(text, ingress, at);
    const codes = ingress && annotationText(ingress.object, 'custom-http-errors');
    if (ingress !== undefined && codes !== undefined) backends.set(codes, ingress);
    text.open('location', locationArguments(location, locations), { at: place, source: undefined });
    writeAnswering(text, world, server, location, place);
    text.close();
  }
  for (const codes of backends.keys()) namedPages(text, codes, at, 'of-the-ingress');
  const common = controllerSnippet(world.controller, 'server-snippet');
  if (common !== undefined) text.snippet(common);
  namedPages(text, world.controller?.get('custom-http-errors')?.text, at, 'upstream-default-backend');
  text.close();
  wwwRedirect(text, world, server, at);
}

function appRoot(text: GeneratedNginx<undefined>, ingress: ServedIngress | undefined, at: Place): void {
  const root = ingress && annotationText(ingress.object, 'app-root');
  if (root === undefined) return;
  text.open('if', ['($uri', '=', '/)'], { at, source: undefined });
  text.line('return', ['302', `$scheme://$http_host${root}`], { at });
  text.close();
}

/** `from-to-www-redirect`: a server for the other name, unless there is one. */
function wwwRedirect(
  text: GeneratedNginx<undefined>,
  world: NginxWorld,
  server: HostServer,
  at: Place,
): void {
  const other = redirectedName(server);
  const isThere = world.ingresses.some(({ paths }) => paths.some((path) => path.host === other));
  if (other === undefined || isThere) return;
  text.open('server', [], { at, source: undefined, label: `host ${other}` });
  text.line('listen', ['80'], { at });
  text.line('listen', ['443', 'ssl'], { at });
  text.line('server_name', [other], { at });
  const code = world.controller?.get('http-redirect-code')?.text ?? '308';
  text.line('return', [code, `$scheme://${server.host}$request_uri`], { at });
  text.close();
}

/** Statuses whose pages a default backend makes. */
export function errorPages(
  text: GeneratedNginx<undefined>,
  codes: string | undefined,
  at: Place,
  backend: string,
): void {
  const list = listOf(codes).filter((code) => /^[3-5]\d\d$/.test(code));
  if (list.length === 0) return;
  text.line('proxy_intercept_errors', ['on'], { at });
  for (const code of list) text.line('error_page', [code, '=', `@custom_${backend}_${code}`], { at });
}

/** What such a backend answers with, and what it sends, is in no file. */
function namedPages(
  text: GeneratedNginx<undefined>,
  codes: string | undefined,
  at: Place,
  backend: string,
): void {
  for (const code of listOf(codes).filter((each) => /^[3-5]\d\d$/.test(each))) {
    text.open('location', [`@custom_${backend}_${code}`], { at, source: undefined });
    text.line('internal', [], { at });
    text.line('header_filter_by_lua_file', ['of-the-default-backend'], { at });
    text.line('return', [code], { at });
    text.close();
  }
}
