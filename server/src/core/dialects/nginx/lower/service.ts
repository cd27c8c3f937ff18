import type { Unit } from '../../../model/dialect.ts';
import type { Place } from '../../../model/place.ts';
import { respond } from '../../../model/respond.ts';
import type { Hiding, Scope, Service } from '../../../model/scope.ts';
import { successAnswer } from '../../../model/standard-answers.ts';
import type { NginxTree } from '../../../syntax/nginx/tree.ts';
import { parseListen } from '../simulate/listen.ts';
import { insertStatements } from './edit.ts';
import { expand, type Located } from './located.ts';
import { outward, type NginxLevel } from './level.ts';
import { ownsHiding, passOf, type Family, type Pass } from './pass.ts';

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
  readonly #sent = new Map<NginxLevel, Service['sends']>();
  readonly #done = new Map<NginxLevel, Scope>();

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
    const sends = server && this.#sentBy(server);
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

  /** What a server sends wherever it answers; `undefined` where that depends on the location. */
  #sentBy(server: NginxLevel): Service['sends'] {
    if (this.#sent.has(server)) return this.#sent.get(server);
    // A server that asks itself ends here.
    this.#sent.set(server, undefined);
    const answering = (this.#inServer.get(server) ?? []).filter(({ scope }) => scope.answers.length > 0);
    const scopes = answering.map((each) => this.#complete(each));
    const [first] = scopes;
    const sends = new Set(scopes.map(fingerprint)).size === 1 ? first : undefined;
    this.#sent.set(server, sends);
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

/** Servers without TLS, by the ports that they listen on. */
function byPort(servers: readonly NginxLevel[]): ReadonlyMap<number, readonly NginxLevel[]> {
  const found = new Map<number, NginxLevel[]>();
  for (const server of servers) {
    const listens = server.telling.filter(({ name }) => name === 'listen').map(({ args }) => args);
    const plain = (listens.length === 0 ? [['80']] : listens).filter((args) => !args.includes('ssl'));
    const ports = plain.flatMap((args) => parseListen(args[0] ?? '')?.port ?? []);
    for (const port of new Set(ports)) found.set(port, [...(found.get(port) ?? []), server]);
  }
  return found;
}

/** By the name of an `upstream` block: its different servers. */
function upstreamServers(
  top: NginxLevel | undefined,
  unit: Unit<NginxTree>,
): ReadonlyMap<string, readonly string[]> {
  const blocks = top?.kind === 'http' ? top.items.filter(({ name }) => name === 'upstream') : [];
  return new Map(
    blocks.map((block) => {
      const lines = expand(block.file, block.directive.body?.directives ?? [], unit);
      const servers = lines.filter(({ name, args }) => name === 'server' && !args.includes('down'));
      return [block.args[0] ?? '', [...new Set(servers.map(({ args }) => args[0] ?? ''))]];
    }),
  );
}

/** Outwards as far as a line would still be inherited: a level with lines of its own drops those around it. */
function hidingsFor(level: NginxLevel, family: Family): readonly Hiding[] {
  const directive = `${family}_hide_header`;
  // Not allowed in an `if`.
  const levels = outward(level).filter(({ kind }) => kind !== 'if');
  const last = levels.findIndex((each) => ownsHiding(each, directive));
  const open = levels.slice(0, last < 0 ? levels.length : last + 1);
  return open
    .filter(({ block }) => block?.directive.body?.closed === true)
    .map((target) => ({
      level: target.level,
      keyword: directive,
      add: (name) => (isPassed(level, family, name) ? [] : hide(target, directive, name)),
    }));
}

function isPassed(level: NginxLevel, family: Family, name: string): boolean {
  const lines = level.hiding.get(`${family}_pass_header`) ?? [];
  return lines.some(({ args }) => args[0]?.toLowerCase() === name.toLowerCase());
}

/** A first line of its own drops the inherited ones, so these are written again. */
function hide(target: NginxLevel, directive: string, name: string): ReturnType<Hiding['add']> {
  const inherited = ownsHiding(target, directive) ? [] : (target.hiding.get(directive) ?? []);
  return insertStatements(target, [...inherited.map(statementText), `${directive} ${name};`]);
}

function statementText({ file, directive }: Located): string {
  return `${file.file.text.slice(directive.start, directive.headEnd)};`;
}
