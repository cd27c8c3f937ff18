import type { Unread } from '../../../model/scope.ts';
import type { Router, Service } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import { isWholeFileProvider, nearest } from '../world/nearness.ts';

/** The service that a router leads to, where it is declared here. */
export function serviceOf(router: Router, { declarations }: World): Service | undefined {
  const { uri } = router.level.at;
  const [name, provider = router.provider] = router.service?.text.split('@') ?? [];
  const same = declarations.services.filter((each) => each.provider === provider);
  if (name !== undefined)
    return nearest(
      same.filter((each) => each.name === name),
      (each) => each.block.uri,
      uri,
    );
  // A container's router goes to the only service of its labels.
  const own = same.filter((each) => each.block.uri === uri && each.block.start === router.block.start);
  return own.length === 1 ? own[0] : undefined;
}

/** A router that leads to a service which is surely declared nowhere. */
export function missingService(
  router: Router,
  service: Service | undefined,
  config: StaticConfig | undefined,
  { dynamic }: World,
): readonly Unread[] {
  const named = router.service;
  if (
    service !== undefined ||
    router.provider !== 'file' ||
    config === undefined ||
    named?.text.includes('@') === true
  )
    return [];
  if (router.parents.length === 0 && named === undefined) return [];
  const isWhole =
    isWholeFileProvider(config, [...dynamic.keys()]) &&
    ![...dynamic.values()].some((file) => file.isTemplate);
  if (!isWhole || named === undefined) return [];
  return [
    {
      at: named.at,
      what: named.text,
      why: 'no such service is declared, so Traefik takes the router off',
      advice: 'Declare the service or name another one.',
    },
  ];
}
