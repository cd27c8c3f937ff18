import type { Unit } from '../../../model/dialect.ts';
import { placeKey, type Place } from '../../../model/place.ts';
import type { Site, Unread } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import type { KongConfig, Refused } from '../model/config.ts';
import { environmentsIn } from '../read/environment.ts';
import { readUnit } from '../read/unit.ts';
import { misplacedHeaders } from './request-side.ts';
import { routeScopes } from './scopes.ts';

/** What the routes of all configurations send. */
export function kongSite(unit: Unit<YamlFile>): Site {
  const configs = readUnit(unit);
  return {
    dialect: 'kong',
    scopes: configs.flatMap((config) => config.routes.flatMap((route) => routeScopes(config, route))),
    misplaced: configs.flatMap(misplacedHeaders),
    unread: distinct([...configs.flatMap(unreadIn), ...environmentsIn(unit).flatMap(({ unread }) => unread)]),
    unresolved: distinct(configs.flatMap(({ unresolved }) => unresolved)),
    refused: configs.flatMap(({ refused }) => refused).filter(({ fix }) => fix === undefined),
  };
}

function unreadIn({ unread, refused }: KongConfig): readonly Unread[] {
  return [...unread, ...refused.flatMap(mendable)];
}

/** What can be mended on the spot is told with the edit. */
function mendable({ at, why, advice, title, fix }: Refused): readonly Unread[] {
  if (title === undefined || fix === undefined) return [];
  return [{ at, what: 'This file', why, advice, title, fix }];
}

function distinct<T extends { readonly at: Place }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((each) => [placeKey(each.at), each])).values()];
}
