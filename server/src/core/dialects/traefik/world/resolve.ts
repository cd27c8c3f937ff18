import type { Uri } from '../../../model/place.ts';
import type { Middleware, Reference } from '../model/middleware.ts';
import type { World } from './gather.ts';
import { isWholeFileProvider, nearest, nearness, staticFor } from './nearness.ts';
import { ObjectResolver } from './objects.ts';
import { rewriting, type Resolved, type Viewpoint } from './resolved.ts';

const PROVIDERS: readonly string[] = [
  ...[
    'file',
    'docker',
    'swarm',
    'kubernetescrd',
    'kubernetes',
    'kubernetesgateway',
    'kubernetesingressnginx',
  ],
  ...['consulcatalog', 'nomad', 'ecs', 'consul', 'etcd', 'redis', 'zookeeper', 'http', 'rest', 'internal'],
];

/** Finds middlewares by the names that routers, chains and entry points use. */
export class Resolver {
  readonly #world: World;
  readonly #objects: ObjectResolver;
  readonly #byName = new Map<string, Middleware[]>();

  constructor(world: World) {
    this.#world = world;
    this.#objects = new ObjectResolver(world);
    for (const middleware of world.declarations.middlewares) {
      const key = `${middleware.provider} ${middleware.name}`;
      const known = this.#byName.get(key);
      if (known === undefined) this.#byName.set(key, [middleware]);
      else known.push(middleware);
    }
  }

  resolve(reference: Reference, from: Viewpoint): Resolved {
    const { text, object } = reference;
    if (object !== undefined && !text.includes('@')) return this.#objects.byParts(object, from);
    const at = text.lastIndexOf('@');
    const name = at < 0 ? text : text.slice(0, at);
    const provider = at < 0 ? from.provider : text.slice(at + 1);
    if (!PROVIDERS.includes(provider)) return this.#noProvider(reference, provider, from);
    if (provider === 'kubernetescrd') {
      return this.#objects.byQualifiedName(name, from, object !== undefined);
    }
    const found =
      this.#nearest(`${provider} ${name}`, from.uri) ??
      // What version 2 called docker in a swarm.
      (provider === 'docker' && from.provider === 'swarm'
        ? this.#nearest(`swarm ${name}`, from.uri)
        : undefined);
    if (found !== undefined) return this.#unlessDropped(found);
    return this.#missing(reference, name, provider, from);
  }

  #nearest(key: string, uri: Uri): Middleware | undefined {
    return nearest(this.#byName.get(key) ?? [], (each) => each.level.at.uri, uri);
  }

  /** Two containers that declare one name differently: Traefik drops both. */
  #unlessDropped(middleware: Middleware): Resolved {
    const { provider, name, level, fingerprint } = middleware;
    if (provider !== 'docker' && provider !== 'swarm') return { kind: 'found', middleware };
    const twins = (this.#byName.get(`${provider} ${name}`) ?? []).filter(
      (other) => other.level.at.uri === level.at.uri && other.fingerprint !== fingerprint,
    );
    if (twins.length === 0) return { kind: 'found', middleware };
    return {
      kind: 'none',
      why: `two containers declare the middleware ${name} differently, and Traefik then drops both`,
      advice: 'Declare it once, or give the two different names.',
    };
  }

  #noProvider(reference: Reference, provider: string, from: Viewpoint): Resolved {
    const meant = PROVIDERS.find((each) => each === provider.toLowerCase());
    if (meant === undefined) {
      const config = staticFor(this.#world.statics, from.provider, from.uri);
      const why = `there is no provider ${provider}`;
      if (config === undefined || config.hasPlugins) {
        return { kind: 'unseen', what: `middleware ${reference.text}` };
      }
      return { kind: 'none', why, advice: 'Name a middleware as name@provider.' };
    }
    return {
      kind: 'none',
      why: `there is no provider ${provider}, only ${meant}`,
      advice: `Write @${meant}.`,
      ...rewriting(reference, reference.text.replace(/@[^@]*$/, `@${meant}`)),
    };
  }

  #missing(reference: Reference, name: string, provider: string, from: Viewpoint): Resolved {
    if (provider === 'kubernetes') return this.#objects.withoutProvider(reference, name);
    const { text } = reference;
    const near = [...this.#byName.values()]
      .flat()
      .filter((each) => each.name.toLowerCase() === name.toLowerCase());
    const spelled = near.find((each) => each.provider === provider);
    if (spelled !== undefined) {
      return {
        kind: 'none',
        why: `names are compared with their case, and the middleware is called ${spelled.name}`,
        advice: `Write ${spelled.name}.`,
        ...rewriting(reference, text.replace(name, spelled.name)),
      };
    }
    const elsewhere = near.find((each) => each.name === name && each.provider !== 'kubernetescrd');
    if (elsewhere !== undefined && !text.includes('@') && nearness(elsewhere.level.at.uri, from.uri) > 0) {
      return {
        kind: 'none',
        why: `a name without a provider means one of ${provider}, and ${name} is declared in ${elsewhere.provider}`,
        advice: `Write ${name}@${elsewhere.provider}.`,
        ...rewriting(reference, `${name}@${elsewhere.provider}`),
      };
    }
    if (!this.#isWhole(provider, from)) return { kind: 'unseen', what: `middleware ${text}` };
    const why = `no middleware ${name} is declared`;
    return { kind: 'none', why, advice: `Declare ${name}, or remove the reference.` };
  }

  /** Whether all that a provider can declare was seen. */
  #isWhole(provider: string, from: Viewpoint): boolean {
    const { statics, dynamic, declarations } = this.#world;
    const config = staticFor(statics, from.provider, from.uri);
    if (config !== undefined && provider !== 'internal' && !config.providers.has(provider)) return true;
    if (provider !== 'file' || [...dynamic.values()].some((file) => file.isTemplate)) return false;
    if (config !== undefined && isWholeFileProvider(config, [...dynamic.keys()])) return true;
    // A file that declares middlewares of its own names these first of all.
    return declarations.middlewares.some(
      (each) => each.provider === 'file' && each.level.at.uri === from.uri,
    );
  }
}
