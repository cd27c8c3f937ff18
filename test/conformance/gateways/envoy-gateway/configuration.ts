import type { Random } from '../../../nginx/generate/random.ts';
import type { Configuration } from '../support/bench.ts';
import { render, type Fields } from '../support/render.ts';
import { spoil } from './faults.ts';
import { backing, gateway } from './gateway.ts';
import { policies } from './policies.ts';
import { grpcRoute, httpRoute, routeFilters } from './routes.ts';

/** A Gateway, routes on it, policies around them, and the services behind. */
export function configuration(_seed: number, random: Random): Configuration {
  const edge = gateway(random);
  const names = ['shop', ...random.some(['blog', 'api'], 0.5)];
  const routes = names.map((name) => httpRoute(random, name, edge));
  const others: readonly Fields[] = [
    ...(random.chance(0.08) ? [grpcRoute()] : []),
    ...policies(random, names, edge),
  ];
  const fault = random.chance(0.15) ? spoil({ routes, others }, random) : undefined;
  const text = (objects: readonly Fields[]): string =>
    objects.map((each) => render(each, random, { keepsNames: true })).join('---\n');
  return {
    fault,
    files: {
      'gateway.yaml': text([edge.class, edge.object]),
      'routes.yaml': text([...routes, ...routeFilters(routes, random), ...others]),
      'services.yaml': text(backing()),
    },
  };
}
