import type { Uri } from '../../../model/place.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import type { Binding, Bound } from '../lower/bindings.ts';
import { parseRule } from '../rule/parse.ts';
import type { Router } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import { basename } from '../world/nearness.ts';
import type { Candidate } from './order.ts';

/** Every router on each of its entry points, with what decides whether it takes a request. */
export function candidatesOf(bound: readonly Bound[], world: World): readonly Candidate[] {
  return bound.flatMap(({ bindings, isParent }) =>
    bindings.flatMap((binding): readonly Candidate[] => {
      if (!isServed(binding, world)) return [];
      const line = [...binding.parents, binding.router];
      return [
        {
          binding,
          isParent,
          // A parent that no child takes over from answers last in its own line.
          priorities: [...line.map((router) => priorityOf(router)), ...(isParent ? [-Infinity] : [])],
          matches: (request) =>
            allOf([
              ...line.map((router) => ruleMatches(router, binding, request)),
              encryptionFits(binding, request),
            ]),
        },
      ];
    }),
  );
}

/** Length of the rule in bytes, unless a priority is set. Source: pkg/muxer/http/mux.go, GetRulePriority. */
function priorityOf({ priority, rule, name }: Router): number {
  if (priority !== undefined) return priority;
  const text = rule?.text ?? `Host(\`${name}\`)`;
  return Array.from(text).reduce((sum, character) => sum + bytes(character), 0);
}

function bytes(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function ruleMatches(
  router: Router,
  { router: leaf, rule, config }: Binding,
  request: RequestParts,
): Ternary {
  if (router.doubt !== undefined) return undefined;
  if (router.rule === undefined) return defaultRule(router, config, request);
  const read = router === leaf ? rule : parseRule(router.rule.text, router.syntax ?? config?.syntax ?? 'v3');
  return read?.kind === 'rule' ? read.matches(request) : false;
}

/** Host(`service-project`), where nobody wrote another default. */
function defaultRule({ name }: Router, config: StaticConfig | undefined, { host }: RequestParts): Ternary {
  if (config?.hasDefaultRule === true) return undefined;
  return host === name || host.startsWith(`${name}-`) ? undefined : false;
}

/** A router with `tls` answers nothing but encrypted requests, and the others nothing but plain ones. */
function encryptionFits({ router, entryPoint, parents }: Binding, { scheme }: RequestParts): Ternary {
  const isEncrypted = [router, ...parents].some(({ tls }) => tls) || entryPoint?.tls === true;
  if (entryPoint === undefined) return isEncrypted && scheme === 'http' ? false : true;
  return isEncrypted === (scheme === 'https');
}

function isServed({ router, config }: Binding, { dynamic }: World): boolean {
  if (router.byDefault && config?.exposedByDefault === false) return false;
  if (router.provider !== 'file' || config === undefined) return true;
  const read = filesRead(config, [...dynamic.keys()]);
  const isRejected =
    config.directory !== undefined && read.some((uri) => dynamic.get(uri)?.isRejected === true);
  return read.includes(router.level.at.uri) && !isRejected;
}

/** Those that the file provider is told to read; all where none of them goes by that name here. */
function filesRead({ filename, directory }: StaticConfig, uris: readonly Uri[]): readonly Uri[] {
  const wanted =
    filename !== undefined
      ? uris.filter((uri) => basename(uri) === basename(filename))
      : directory !== undefined
        ? uris.filter((uri) => uri.split('/').slice(0, -1).includes(basename(directory)))
        : [];
  return wanted.length > 0 ? wanted : uris;
}
