import type { Unit } from '../../model/dialect.ts';
import type { Place } from '../../model/place.ts';
import { respond } from '../../model/respond.ts';
import type { Hiding, Scope, Service } from '../../model/scope.ts';
import { successAnswer } from '../../model/standard-answers.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { hidingsFor } from './hidings.ts';
import { answeringTo, askedPath, byPort, upstreamServers } from './in-tree.ts';
import { outward, type NginxLevel } from './level.ts';
import { passOf, type Family, type Pass } from './pass.ts';

export interface LoweredScope {
  readonly level: NginxLevel;
  readonly scope: Scope;
}

/** The scopes, each with what is known of the service that it passes requests on to. */
export function withServices(
  lowered: readonly LoweredScope[],
  levels: readonly NginxLevel[],
  unit: Unit<NginxTree>,
): readonly Scope[] {
  return new Services(lowered, levels, unit).scopes();
}

class Services {
  readonly #lowered: readonly LoweredScope[];
  readonly #servers: ReadonlyMap<number, readonly NginxLevel[]>;
  readonly #upstreams: ReadonlyMap<string, readonly string[]>;
  readonly #inServer = new Map<NginxLevel, LoweredScope[]>();
  /** By server and the path that is asked for. */
  readonly #sent = new Map<NginxLevel, Map<string, Service['sends']>>();
  readonly #done = new Map<NginxLevel, Scope>();
  /** What is being found out, and what thereby asks for itself. */
  readonly #asking = new Set<string>();
  readonly #endless = new Set<string>();

  constructor(lowered: readonly LoweredScope[], levels: readonly NginxLevel[], unit: Unit<NginxTree>) {
    this.#lowered = lowered;
    this.#servers = byPort(levels.filter(({ kind }) => kind === 'server'));
    this.#upstreams = upstreamServers(levels[0], unit);
    for (const each of lowered) {
      const server = outward(each.level).find(({ kind }) => kind === 'server');
      if (server === undefined) continue;
      const known = this.#inServer.get(server);
      if (known === undefined) this.#inServer.set(server, [each]);
      else known.push(each);
    }
  }

  scopes(): readonly Scope[] {
    return this.#lowered.map((each) => this.#complete(each));
  }

  #complete({ level, scope }: LoweredScope): Scope {
    const known = this.#done.get(level);
    if (known !== undefined) return known;
    const pass = scope.answers.some(({ from }) => from === 'upstream') ? passOf(level) : undefined;
    const complete =
      pass === undefined || pass.family === 'memcached'
        ? scope
        : { ...scope, service: this.#service(pass, level, pass.family) };
    this.#done.set(level, complete);
    return complete;
  }

  #service(pass: Pass, level: NginxLevel, family: Family): Service {
    const server = family === 'proxy' ? this.#serverBehind(pass.item.arg(0) ?? '') : undefined;
    const sends = server && this.#sentBy(server, askedPath(pass));
    return new ServiceBehind(pass, level, sends);
  }

  /** The only server of this configuration at an address of this machine. */
  #serverBehind(url: string): NginxLevel | undefined {
    const [, authority] = /^http:\/\/([^/$]+)(\/[^$]*)?$/.exec(url) ?? [];
    if (authority === undefined) return undefined;
    const addresses = this.#upstreams.get(authority) ?? [authority];
    const [address = '', ...others] = addresses;
    const [, port] = /^(?:127\.[\d.]+|localhost)(?::(\d+))?$/.exec(address) ?? [];
    if (others.length > 0 || !/^(127\.|localhost)/.test(address)) return undefined;
    const servers = this.#servers.get(port === undefined ? 80 : Number(port)) ?? [];
    return servers.length === 1 ? servers[0] : undefined;
  }

  /** What a server sends wherever such a path may lead; `undefined` where that differs. */
  #sentBy(server: NginxLevel, path: string): Service['sends'] {
    const known = this.#sent.get(server) ?? new Map<string, Service['sends']>();
    this.#sent.set(server, known);
    const key = `${path} ${server.level.id}`;
    if (this.#asking.has(key)) this.#endless.add(key);
    if (known.has(path)) return known.get(path);
    known.set(path, undefined);
    this.#asking.add(key);
    const answering = (this.#inServer.get(server) ?? []).filter(({ scope }) => scope.answers.length > 0);
    const scopes = answeringTo(path, server, answering).map((each) => this.#complete(each));
    const [first] = scopes;
    this.#asking.delete(key);
    const isOne = new Set(scopes.map(fingerprint)).size === 1 && !this.#endless.has(key);
    const sends = isOne ? first : undefined;
    known.set(path, sends);
    return sends;
  }
}

/** A class, since nearly every scope has one, and hardly any is asked for more than what it sends. */
class ServiceBehind implements Service {
  readonly sends: Service['sends'];
  readonly #pass: Pass;
  readonly #level: NginxLevel;

  constructor(pass: Pass, level: NginxLevel, sends: Service['sends']) {
    this.sends = sends;
    this.#pass = pass;
    this.#level = level;
  }

  get at(): Place {
    return this.#pass.item.head;
  }

  get hidings(): readonly Hiding[] {
    return hidingsFor(this.#level, this.#pass.family);
  }
}

/** What a scope sends with an ordinary answer and with an error page. */
function fingerprint(scope: Scope): string {
  const answer = successAnswer(scope);
  const outcomes = [answer, { ...answer, status: 404 }].map((each) => respond(scope, each));
  return JSON.stringify(
    outcomes.map(({ lines, opaque }) => [
      opaque,
      lines.map(({ name, value, certain }) => [
        name.toLowerCase(),
        typeof value === 'string' ? value : value.kind === 'literal' ? value.text : value.template,
        certain,
      ]),
    ]),
  );
}
