import type { Action, Condition, ErrorPage, Manifests, Return, Route, Split } from './objects.ts';
import { CORS_LINES, HSTS, preflight, quoted, type Surroundings } from './render.ts';

interface Output {
  readonly outside: string;
  readonly server: string;
}

/** GenerateVirtualServerConfig. */
export function renderServer({ configMap, server, routes }: Manifests, around: Surroundings): Output {
  const state = new State(configMap, server.policies?.map(({ name }) => name) ?? [], around);
  for (const route of server.routes) if (route.route === undefined) state.route(route, route);
  for (const route of server.routes) {
    for (const sub of routes[route.route ?? ''] ?? []) state.route(sub, { ...route, ...sub });
  }
  const { redirect } = server.tls ?? {};
  const based = redirect?.basedOn === 'x-forwarded-proto' ? '$http_x_forwarded_proto' : '$scheme';
  return {
    outside: state.outside.join('\n'),
    server: `server {
  listen ${around.port};
  server_name ${server.host};
  ${redirect?.enable ? `if (${based} = 'http') { return ${redirect.code ?? 301} https://$host$request_uri; }` : ''}
  ${state.policies.includes('hsts') ? HSTS : ''}
  ${server['server-snippets'] ?? configMap['server-snippets'] ?? ''}
  ${[...state.redirects, ...state.pages, ...state.returns, ...state.locations].join('\n')}
}`,
  };
}

class State {
  readonly outside: string[] = [];
  readonly redirects: string[] = [];
  readonly pages: string[] = [];
  readonly returns: string[] = [];
  readonly locations: string[] = [];
  readonly policies: readonly string[];
  readonly #configMap: Manifests['configMap'];
  readonly #around: Surroundings;
  #splits = 0;
  #matches = 0;

  constructor(configMap: Manifests['configMap'], policies: readonly string[], around: Surroundings) {
    this.#configMap = configMap;
    this.policies = policies;
    this.#around = around;
  }

  /** @param settings with what a subroute has from the route that delegates to it */
  route(route: Route, settings: Route): void {
    const pages = this.#errorPages(settings.errorPages ?? []);
    const location = (path: string, action: Action, isInternal: boolean): void => {
      this.locations.push(this.#location(path, action, settings, pages, isInternal));
    };
    const splits = (each: readonly Split[]): string => {
      const index = this.#splits++;
      const variable = `$vs_splits_${index}`;
      const shares = each.map(({ weight }, i) => ({
        weight,
        path: `/internal_location_splits_${index}_split_${i}`,
      }));
      this.outside.push(
        `split_clients $request_id ${variable} { ${shares
          .filter(({ weight }) => weight > 0)
          .map(({ weight, path }) => `${weight}% ${path};`)
          .join(' ')} }`,
      );
      each.forEach(({ action }, i) => {
        location(shares[i]?.path ?? '', action, true);
      });
      return variable;
    };
    if (route.matches !== undefined) {
      const index = this.#matches++;
      const sources: string[] = [];
      const lines = route.matches.map((match, i) => {
        const name = (j: number): string => `$vs_matches_${index}_match_${i}_cond_${j}`;
        match.conditions.forEach((condition, j) => {
          const hit = j < match.conditions.length - 1 ? name(j + 1) : '1';
          this.outside.push(conditionMap(condition, name(j), hit));
        });
        sources.push(name(0));
        const path = `/internal_location_matches_${index}_match_${i}`;
        const result = match.splits === undefined ? path : splits(match.splits);
        if (match.action !== undefined) location(path, match.action, true);
        return `~^${'0'.repeat(i)}1 ${result};`;
      });
      const path = `/internal_location_matches_${index}_default`;
      const result = route.splits === undefined ? path : splits(route.splits);
      if (route.action !== undefined) location(path, route.action, true);
      this.outside.push(
        `map ${sources.join('')} $vs_matches_${index} { ${lines.join(' ')} default ${result}; }`,
      );
      this.redirects.push(`location ${locationPath(route.path)} { rewrite ^ $vs_matches_${index} last; }`);
    } else if (route.splits !== undefined) {
      const variable = splits(route.splits);
      this.redirects.push(`location ${locationPath(route.path)} { rewrite ^ ${variable} last; }`);
    } else if (route.action !== undefined) location(locationPath(route.path), route.action, false);
  }

  #errorPages(pages: readonly ErrorPage[]): string {
    return pages
      .map((page) => {
        const codes = page.codes.join(' ');
        if (page.redirect !== undefined) {
          return `error_page ${codes} =${page.redirect.code ?? 301} "${page.redirect.url}";`;
        }
        if (page.return === undefined) return '';
        const name = `@error_page_${this.pages.length}`;
        this.pages.push(namedLocation(name, page.return, 'text/html'));
        return `error_page ${codes} ${page.return.code === undefined ? '' : `=${page.return.code} `}"${name}";`;
      })
      .join('\n');
  }

  #location(path: string, action: Action, settings: Route, pages: string, isInternal: boolean): string {
    const general = this.#configMap['location-snippets'] ?? '';
    const snippet = settings['location-snippets'] ?? general;
    const names = (settings.policies ?? []).map(({ name }) => name);
    // HSTS is not allowed there (addHSTSConfig).
    const wrong = names.includes('hsts') ? 'return 500;' : '';
    if (action.redirect !== undefined) {
      return this.#teapot(path, snippet + wrong, action.redirect.url, action.redirect.code ?? 301);
    }
    if (action.return !== undefined) {
      const name = `@return_${this.returns.length}`;
      this.returns.push(namedLocation(name, action.return, 'text/plain'));
      return this.#teapot(path, general + wrong, name, action.return.code ?? 200);
    }
    const { hide = [], pass = [], add = [] } = action.proxy?.responseHeaders ?? {};
    const cors = names.includes('cors') || this.policies.includes('cors') ? CORS_LINES : [];
    const lines = [...add, ...cors.map((each) => ({ ...each, always: true }))];
    const hasHsts = lines.length > 0 && this.policies.includes('hsts');
    return `location ${path} {
  ${isInternal ? 'internal;' : ''}
  ${snippet}
  ${wrong}
  ${pages}
  ${pages === '' ? '' : 'proxy_intercept_errors on;'}
  proxy_http_version 1.1;
  ${hide.map((name) => `proxy_hide_header ${name};`).join('\n')}
  ${pass.map((name) => `proxy_pass_header ${name};`).join('\n')}
  ${lines.map(({ name, value, always }) => `add_header ${name} ${quoted(value)} ${always ? 'always' : ''};`).join('\n')}
  ${cors.length > 0 ? preflight(lines) : ''}
  ${hasHsts ? HSTS : ''}
  proxy_pass http://service${isInternal ? '$request_uri' : ''};
}`;
  }

  /** generateLocationForRedirect, generateLocationForReturn. */
  #teapot(path: string, snippet: string, to: string, code: number): string {
    return `location ${path} {
  ${snippet}
  error_page 418 =${code} "${to}";
  proxy_intercept_errors on;
  proxy_pass http://unix:${this.#around.teapot};
}`;
  }
}

function namedLocation(name: string, { type, headers = [], body }: Return, usual: string): string {
  const lines = headers.map((each) => `add_header ${each.name} ${quoted(each.value)} always;`);
  return `location ${name} { default_type "${type ?? usual}"; ${lines.join(' ')} return 0 "${body}"; }`;
}

function conditionMap(
  { header, cookie, argument, variable, value }: Condition,
  name: string,
  hit: string,
): string {
  const source =
    header !== undefined
      ? `$http_${header.replaceAll('-', '_')}`
      : cookie !== undefined
        ? `$cookie_${cookie}`
        : argument !== undefined
          ? `$arg_${argument}`
          : (variable ?? '');
  const isNegative = value.startsWith('!');
  const bare = isNegative ? value.slice(1) : value;
  const text = ['default', 'hostnames', 'include', 'volatile'].includes(bare) ? `\\${bare}` : `"${bare}"`;
  return `map ${source} ${name} { ${text} ${isNegative ? '0' : hit}; default ${isNegative ? hit : '0'}; }`;
}

/** generatePath. */
function locationPath(path: string): string {
  const [, modifier, rest = ''] = /^(~\*|~|\^~|=)\s*(.*)$/s.exec(path) ?? [];
  if (modifier === undefined) return path;
  return modifier.startsWith('~') ? `${modifier} "${rest}"` : `${modifier} ${rest}`;
}
