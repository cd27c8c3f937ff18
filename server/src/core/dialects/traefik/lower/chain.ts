import type { Unread } from '../../../model/scope.ts';
import type { Middleware, Reference } from '../model/middleware.ts';
import type { Router } from '../model/router.ts';
import type { EntryPoint } from '../model/static.ts';
import type { Resolver } from '../world/resolve.ts';
import type { Viewpoint } from '../world/resolved.ts';

/** One middleware of a chain, outermost first. */
export type Link =
  | {
      readonly kind: 'middleware';
      readonly middleware: Middleware;
      readonly reference: Reference;
      readonly from: Origin;
    }
  | { readonly kind: 'unseen'; readonly what: string; readonly reference: Reference; readonly from: Origin }
  /** One of several services with middlewares of their own answers. */
  | { readonly kind: 'varies'; readonly reference: Reference; readonly from: Origin };

/** Who put it there. */
export type Origin = 'entry point' | 'parent' | 'router' | 'service';

export interface Chain {
  readonly links: readonly Link[];
  /** Whether Traefik takes the router off. */
  readonly isOff: boolean;
  /** Why it does, as far as it is not said elsewhere. */
  readonly off: readonly Unread[];
}

/** The parts of a router's chain, outermost first. */
export interface ChainParts {
  readonly router: Router;
  readonly entryPoint: EntryPoint | undefined;
  readonly parents: readonly Router[];
  /** The middlewares of the services that a request may end at, one list for each of them. */
  readonly served: readonly (readonly Reference[])[];
}

/** Source: pkg/server/aggregator.go (entry points first), pkg/server/middleware/middlewares.go. */
export function chainOf({ router, entryPoint, parents, served }: ChainParts, resolver: Resolver): Chain {
  const links: Link[] = [];
  const off: Unread[] = [];
  const broken: Middleware[] = [];
  const walk = (references: readonly Reference[], from: Origin, view: Viewpoint): void => {
    for (const reference of references) follow({ reference, top: reference, from, view, within: [] });
  };
  const follow = (step: Step): void => {
    const { reference, top, from, view, within } = step;
    const found = resolver.resolve(reference, view);
    if (found.kind === 'unseen') {
      links.push({ kind: 'unseen', what: found.what, reference, from });
      return;
    }
    if (found.kind === 'none') {
      off.push(missing(reference, found, from));
      return;
    }
    const { middleware } = found;
    if (within.includes(middleware)) off.push(recursion(reference));
    else if (middleware.off !== undefined) {
      broken.push(middleware);
      if (!middleware.isExplained) off.push(brokenMiddleware(middleware, middleware.off));
    } else if (middleware.members.length > 0) {
      const inner = {
        provider: middleware.provider,
        namespace: middleware.namespace,
        uri: middleware.level.at.uri,
      };
      for (const member of middleware.members) {
        follow({ reference: member, top, from, view: inner, within: [...within, middleware] });
      }
    } else links.push({ kind: 'middleware', middleware, reference: top, from });
  };
  const own = viewOf(router);
  walk(entryPoint?.middlewares ?? [], 'entry point', { ...own, uri: entryPoint?.nameAt.uri ?? own.uri });
  const [parentReference] = router.parents;
  if (parentReference !== undefined && parents.length === 0) {
    const what = `router ${parentReference.text}`;
    links.push({ kind: 'unseen', what, reference: parentReference, from: 'parent' });
  }
  for (const parent of parents) walk(parent.middlewares, 'parent', viewOf(parent));
  walk(router.middlewares, 'router', own);
  walk(router.serviceMiddlewares, 'service', own);
  const [first = [], ...others] = served;
  const isSame = others.every((other) => namesOf(other) === namesOf(first));
  const some = served.flat()[0];
  if (isSame) walk(first, 'service', own);
  else if (some !== undefined) links.push({ kind: 'varies', reference: some, from: 'service' });
  return { links, isOff: broken.length + off.length > 0, off };
}

interface Step {
  readonly reference: Reference;
  /** The reference of the router itself, where this one stands in a chain. */
  readonly top: Reference;
  readonly from: Origin;
  readonly view: Viewpoint;
  readonly within: readonly Middleware[];
}

function namesOf(references: readonly Reference[]): string {
  return references.map(({ text }) => text).join();
}

export function viewOf({ provider, namespace, level }: Router): Viewpoint {
  return { provider, namespace, uri: level.at.uri };
}

function missing(
  reference: Reference,
  found: Extract<ReturnType<Resolver['resolve']>, { readonly kind: 'none' }>,
  from: Origin,
): Unread {
  const { why, advice, severity, title, fix } = found;
  const victims = from === 'entry point' ? 'every router of this entry point' : 'the router';
  return {
    at: reference.at,
    what: reference.text,
    why: `${why}, so Traefik takes ${victims} off`,
    advice,
    ...(severity !== undefined && { severity }),
    ...(title !== undefined && { title }),
    ...(fix !== undefined && { fix }),
  };
}

function recursion(reference: Reference): Unread {
  return {
    at: reference.at,
    what: reference.text,
    why: 'the chain leads back to itself, so Traefik takes every router that uses it off',
    advice: 'Remove one of the references.',
  };
}

export function brokenMiddleware({ level, name, options }: Middleware, why: string): Unread {
  const deny = denyFix(options);
  return {
    at: level.at,
    what: `The middleware ${name}`,
    why: `${why}, so Traefik takes every router that uses it off`,
    advice: deny === undefined ? 'Give it the options of one kind of middleware.' : 'Write frameDeny: true.',
    ...deny,
  };
}

/** `frameDeny: false` alone is not what anybody wants. */
function denyFix(options: Middleware['options']): Pick<Unread, 'title' | 'fix'> | undefined {
  const entry = options?.entries.find(({ name }) => name.toLowerCase() === 'framedeny');
  const change = entry?.value.kind === 'text' ? entry.value.rewrite?.('true') : undefined;
  return entry === undefined || change === undefined
    ? undefined
    : {
        title: `Write ${entry.name}: true`,
        fix: [{ ...change, text: change.text.replace(/"true"/, 'true') }],
      };
}
