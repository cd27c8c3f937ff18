import type { Middleware, Reference } from '../model/middleware.ts';
import { qualified } from '../notation/ingress-guard.ts';
import type { World } from './gather.ts';
import { nearest, staticFor } from './nearness.ts';
import { rewriting, type Resolved, type Viewpoint } from './resolved.ts';

/** Finds Middleware objects of Kubernetes, by name and namespace or by the one name that Traefik makes of the two. */
export class ObjectResolver {
  readonly #world: World;
  readonly #objects: readonly Middleware[];

  constructor(world: World) {
    this.#world = world;
    this.#objects = world.declarations.middlewares.filter(({ provider }) => provider === 'kubernetescrd');
  }

  byParts({ name, namespace }: NonNullable<Reference['object']>, from: Viewpoint): Resolved {
    const wanted = namespace === '' ? from.namespace : namespace;
    if (namespace !== '' && namespace !== from.namespace && this.#isElsewhere(namespace, from)) {
      const crossing = this.#noCrossing(from);
      if (crossing !== undefined) return crossing;
    }
    const same = this.#objects.filter(
      (each) => each.name === name && (each.namespace === wanted || each.namespace === '' || wanted === ''),
    );
    const exact = same.filter((each) => each.namespace === wanted);
    return found(
      exact.length > 0 ? exact : same,
      from,
      `Middleware ${wanted === '' ? '' : `${wanted}/`}${name}`,
    );
  }

  /**
   * `namespace-name@kubernetescrd`.
   * @param isObject in an object, where the provider's name needs the setting for other namespaces
   */
  byQualifiedName(name: string, from: Viewpoint, isObject: boolean): Resolved {
    const crossing = isObject ? this.#noCrossing(from) : undefined;
    if (crossing !== undefined) return crossing;
    const all = this.#objects.filter((each) =>
      each.namespace === ''
        ? name.endsWith(qualified('', each.name))
        : name === qualified(each.namespace, each.name),
    );
    return found(all, from, `Middleware ${name}@kubernetescrd`);
  }

  /** The reference of an Ingress that leaves out the provider, and perhaps the namespace. */
  withoutProvider(reference: Reference, name: string): Resolved {
    const meant = this.#objects.find(
      (each) => each.namespace !== '' && [each.name, qualified(each.namespace, each.name)].includes(name),
    );
    return {
      kind: 'none',
      why: 'an Ingress names a Middleware as namespace-name@kubernetescrd',
      advice: `Write ${meant === undefined ? `<namespace>-${name}` : qualified(meant.namespace, meant.name)}@kubernetescrd.`,
      ...(meant !== undefined &&
        rewriting(reference, `${qualified(meant.namespace, meant.name)}@kubernetescrd`)),
    };
  }

  /** A manifest without a namespace may be applied to any, so that only a known setting makes the reference a wrong one. */
  #isElsewhere(namespace: string, from: Viewpoint): boolean {
    if (from.namespace !== '') return true;
    return namespace !== 'default' && staticFor(this.#world.statics, 'kubernetescrd', from.uri) !== undefined;
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
}

function found(candidates: readonly Middleware[], from: Viewpoint, what: string): Resolved {
  const middleware = nearest(candidates, (each) => each.level.at.uri, from.uri);
  return middleware === undefined ? { kind: 'unseen', what } : { kind: 'found', middleware };
}
