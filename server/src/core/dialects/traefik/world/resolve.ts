import type { Severity } from '../../../model/finding.ts';
import type { Change, Place, Uri } from '../../../model/place.ts';
import type { Middleware, Reference } from '../model/middleware.ts';
import { qualified } from '../notation/ingress-guard.ts';
import type { World } from './gather.ts';
import { isWholeFileProvider, nearest, nearness, staticFor } from './nearness.ts';

/** From where a name is looked up. */
export interface Viewpoint {
  readonly provider: string;
  readonly namespace: string;
  readonly uri: Uri;
}

export type Resolved =
  | { readonly kind: 'found'; readonly middleware: Middleware }
  /** Surely not there: Traefik takes the router off. */
  | {
      readonly kind: 'none';
      readonly why: string;
      readonly advice: string;
      readonly severity?: Severity;
      readonly title?: string;
      readonly fix?: readonly Change[];
    }
  /** Perhaps declared somewhere else. */
  | { readonly kind: 'unseen'; readonly what: string };

const PROVIDERS: readonly string[] = [
  'file',
  'docker',
  'swarm',
  'kubernetescrd',
  'kubernetes',
  'kubernetesgateway',
  'consulcatalog',
  'nomad',
  'ecs',
  'consul',
  'etcd',
  'redis',
  'zookeeper',
  'http',
  'rest',
  'internal',
];

/** Finds middlewares by the names that routers, chains and entry points use. */
export class Resolver {
  readonly #world: World;
  readonly #byName = new Map<string, Middleware[]>();

  constructor(world: World) {
    this.#world = world;
    for (const middleware of world.declarations.middlewares) {
      const key = `${middleware.provider} ${middleware.name}`;
      const known = this.#byName.get(key);
      if (known === undefined) this.#byName.set(key, [middleware]);
      else known.push(middleware);
    }
  }

  resolve(reference: Reference, from: Viewpoint): Resolved {
    const { text, object } = reference;
    if (object !== undefined && !text.includes('@')) return this.#object(object, from);
    const at = text.lastIndexOf('@');
    const name = at < 0 ? text : text.slice(0, at);
    const provider = at < 0 ? from.provider : text.slice(at + 1);
    if (!PROVIDERS.includes(provider)) return this.#noProvider(reference, provider, from);
    if (provider === 'kubernetescrd') return this.#qualified(name, text, from, object !== undefined);
    const found = this.#nearest(`${provider} ${name}`, from.uri);
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

  #object({ name, namespace }: NonNullable<Reference['object']>, from: Viewpoint): Resolved {
    const wanted = namespace === '' ? from.namespace : namespace;
    if (namespace !== '' && namespace !== from.namespace && this.#isElsewhere(namespace, from)) {
      const crossing = this.#noCrossing(from);
      if (crossing !== undefined) return crossing;
    }
    const same = (this.#byName.get(`kubernetescrd ${name}`) ?? []).filter(
      (each) => each.namespace === wanted || each.namespace === '' || wanted === '',
    );
    const exact = same.filter((each) => each.namespace === wanted);
    const found = nearest(exact.length > 0 ? exact : same, (each) => each.level.at.uri, from.uri);
    return found === undefined
      ? { kind: 'unseen', what: `Middleware ${wanted === '' ? '' : `${wanted}/`}${name}` }
      : { kind: 'found', middleware: found };
  }

  /** A manifest without a namespace may be applied to any, so that only a known setting makes the reference a wrong one. */
  #isElsewhere(namespace: string, from: Viewpoint): boolean {
    if (from.namespace !== '') return true;
    return namespace !== 'default' && staticFor(this.#world.statics, 'kubernetescrd', from.uri) !== undefined;
  }

  /** `namespace-name@kubernetescrd`. */
  #qualified(name: string, text: string, from: Viewpoint, isObject: boolean): Resolved {
    if (isObject) {
      const crossing = this.#noCrossing(from);
      if (crossing !== undefined) return crossing;
    }
    const all = this.#world.declarations.middlewares.filter(
      (each) =>
        each.provider === 'kubernetescrd' &&
        (each.namespace === ''
          ? name.endsWith(qualified('', each.name))
          : name === qualified(each.namespace, each.name)),
    );
    const found = nearest(all, (each) => each.level.at.uri, from.uri);
    return found === undefined
      ? { kind: 'unseen', what: `Middleware ${text}` }
      : { kind: 'found', middleware: found };
  }

  #noCrossing(from: Viewpoint): Resolved | undefined {
    const config = staticFor(this.#world.statics, 'kubernetescrd', from.uri);
    if (config?.crossNamespace === true) return undefined;
    return {
      kind: 'none',
      why: 'Traefik follows such references only with allowCrossNamespace, which is off by default',
      advice: 'Declare the Middleware in the namespace of the route and name it without a provider.',
      // The setting may stand somewhere else.
      ...(config === undefined && { severity: 'warning' as const }),
    };
  }

  #noProvider(reference: Reference, provider: string, from: Viewpoint): Resolved {
    const meant = PROVIDERS.find((each) => each === provider.toLowerCase());
    if (meant === undefined) {
      const config = staticFor(this.#world.statics, from.provider, from.uri);
      const why = `there is no provider ${provider}`;
      if (config === undefined || config.hasPlugins)
        return { kind: 'unseen', what: `middleware ${reference.text}` };
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
    const { text } = reference;
    const why = `no middleware ${name} is declared`;
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
    if (elsewhere !== undefined && !text.includes('@') && this.#isLocal(elsewhere, from.uri)) {
      return {
        kind: 'none',
        why: `a name without a provider means one of ${provider}, and ${name} is declared in ${elsewhere.provider}`,
        advice: `Write ${name}@${elsewhere.provider}.`,
        ...rewriting(reference, `${name}@${elsewhere.provider}`),
      };
    }
    if (provider === 'kubernetes') {
      return {
        kind: 'none',
        why: 'an Ingress names a Middleware as namespace-name@kubernetescrd',
        advice: `Write <namespace>-${name}@kubernetescrd.`,
        ...this.#suffixed(reference, name),
      };
    }
    if (this.#isWhole(provider, from))
      return { kind: 'none', why, advice: `Declare ${name}, or remove the reference.` };
    return { kind: 'unseen', what: `middleware ${text}` };
  }

  /** `shop-sec` where a Middleware sec stands in the namespace shop. */
  #suffixed(
    reference: Reference,
    name: string,
  ): { readonly title?: string; readonly fix?: readonly Change[] } {
    const known = this.#world.declarations.middlewares.find(
      (each) =>
        each.provider === 'kubernetescrd' &&
        each.namespace !== '' &&
        [each.name, qualified(each.namespace, each.name)].includes(name),
    );
    return known === undefined
      ? {}
      : rewriting(reference, `${qualified(known.namespace, known.name)}@kubernetescrd`);
  }

  #isLocal(middleware: Middleware, uri: Uri): boolean {
    return nearness(middleware.level.at.uri, uri) > 0;
  }

  /** Whether all that a provider can declare was seen. */
  #isWhole(provider: string, from: Viewpoint): boolean {
    const { statics, dynamic, declarations } = this.#world;
    const config = staticFor(statics, from.provider, from.uri);
    if (config !== undefined && provider !== 'internal' && !config.providers.has(provider)) return true;
    if (provider !== 'file') return false;
    const files = [...dynamic];
    if (files.some(([, file]) => file.isTemplate)) return false;
    if (config !== undefined && isWholeFileProvider(config, [...dynamic.keys()])) return true;
    // A file that declares middlewares of its own names these first of all.
    return declarations.middlewares.some(
      (each) => each.provider === 'file' && each.level.at.uri === from.uri,
    );
  }
}

function rewriting(
  reference: Reference,
  text: string,
): { readonly title?: string; readonly fix?: readonly Change[] } {
  const change = reference.rewrite?.(text);
  return change === undefined ? {} : { title: `Write ${text}`, fix: [change] };
}

export function viewpoint(
  from: { readonly provider: string; readonly namespace: string },
  at: Place,
): Viewpoint {
  return { provider: from.provider, namespace: from.namespace, uri: at.uri };
}
