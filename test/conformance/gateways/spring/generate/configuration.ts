import type { Random } from '../../../../nginx/generate/random.ts';
import type { Configuration } from '../../support/bench.ts';
import { spoil } from './faults.ts';
import { filters } from './filters.ts';
import { defaultsKey, gatewayProperties } from './properties.ts';
import { placed } from './prefix.ts';
import { render } from './render.ts';
import { routes } from './routes.ts';
import { isNewest, type Fields, type Target } from './shape.ts';

/** An application's files of a seed. `__UP__` is the service's port. */
export function configuration(target: Target, random: Random): Configuration {
  const gateway = gatewayProperties(target, random);
  const fault = random.chance(0.13) ? spoil(gateway, target, random) : undefined;
  const prefix = prefixOf(target, random);
  const base: Fields = { ...placed(prefix, gateway, random), app: { frame: 'DENY' } };
  const documents: Fields[] = [base];
  const files: Record<string, string> = {};
  const hasProfiles = random.chance(0.2);
  if (hasProfiles) {
    const inner = profileProperties(target, random);
    const changed = placed(prefix, inner, random);
    if (random.chance(0.3)) files['application-prod.yml'] = render([changed], random);
    else {
      const when = { spring: { config: { activate: { 'on-profile': expression(random) } } } };
      // Before the base it loses to it.
      const at = random.chance(0.2) ? 0 : documents.length;
      documents.splice(at, 0, merged(when, changed));
    }
  }
  if (random.chance(0.08)) documents.push(placed(prefix, profileProperties(target, random), random));
  const active = hasProfiles ? random.pick<readonly string[]>([[], ['prod'], ['eu'], ['prod', 'eu']]) : [];
  const isDead = isNewest(target) !== prefix.includes('server');
  const told = isDead || random.chance(0.75);
  const profilesTold = hasProfiles ? random.chance(0.95) : random.chance(0.3);
  return {
    fault,
    files: { 'application.yml': render(documents, random), ...files },
    args: active.length > 0 ? [`--spring.profiles.active=${active.join(',')}`] : [],
    settings: {
      nginx: {},
      springCloudGateway: {
        ...(told && { version: target.version }),
        ...(profilesTold && { profiles: active }),
      },
    },
  };
}

/** Mostly the one that the release reads. */
function prefixOf(target: Target, random: Random): readonly string[] {
  const isNew = random.chance(0.04) ? !isNewest(target) : isNewest(target);
  const { kind } = target;
  if (isNew) return ['spring', 'cloud', 'gateway', 'server', kind];
  return kind === 'webmvc' ? ['spring', 'cloud', 'gateway', 'mvc'] : ['spring', 'cloud', 'gateway'];
}

function profileProperties(target: Target, random: Random): Fields {
  if (random.chance(0.25)) return { routes: routes(target, random) };
  const list = random.chance(0.15) ? random.pick([[], null]) : filters(target, random, 2);
  return random.chance(0.2)
    ? { filter: { 'secure-headers': { 'frame-options': 'SAMEORIGIN' } } }
    : { [target.kind === 'webflux' ? defaultsKey(random) : 'default-filters']: list };
}

function expression(random: Random): string {
  return random.pick(['prod', '!prod', 'prod & eu', 'prod, eu', 'eu | test', 'default']);
}

function merged(a: Fields, b: Fields): Fields {
  const both = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const own = both[key];
    const areMaps =
      typeof own === 'object' &&
      own !== null &&
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value);
    both[key] = areMaps ? merged(own as Fields, value as Fields) : value;
  }
  return both;
}
