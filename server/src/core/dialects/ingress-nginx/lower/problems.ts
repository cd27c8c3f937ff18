import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Place } from '../../../model/place.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { readWorld, type NginxWorld } from '../read/world.ts';
import { judgedConfig } from './config.ts';
import { controllerSnippet } from './http.ts';

/** What nginx would refuse in snippets: one such line keeps the controller from taking any change. */
export function ingressNginxProblems(unit: Unit<YamlFile>, settings: DialectSettings): readonly Finding[] {
  const world = readWorld(unit);
  const places = snippetPlaces(world);
  if (places.length === 0) return [];
  return (judgedConfig(world)?.problems(settings) ?? []).filter(({ at }) =>
    places.some(({ uri, start, end }) => uri === at.uri && start <= at.start && at.end <= end),
  );
}

function snippetPlaces({ ingresses, controller }: NginxWorld): readonly Place[] {
  const own = ingresses.flatMap(({ snippet, serverSnippet }) => [snippet, serverSnippet]);
  const common = (['http-snippet', 'server-snippet', 'location-snippet'] as const).map((key) =>
    controllerSnippet(controller, key),
  );
  return [...own, ...common].flatMap((snippet) => (snippet === undefined ? [] : [snippet.at]));
}
