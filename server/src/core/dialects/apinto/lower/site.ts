import type { Unit } from '../../../model/dialect.ts';
import type { Scope, Site, Unread, Unresolved } from '../../../model/scope.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { doublesOf } from '../predict/doubles.ts';
import { branchesOf } from '../predict/table.ts';
import type { ApintoObject, PluginList } from '../read/objects.ts';
import { readWorld, type ApintoWorld } from '../read/world.ts';
import { chainOf, templateOf } from './chain.ts';
import { insertionsFor } from './insertions.ts';
import { listLevel } from './levels.ts';
import { listUnread, speaksOfFraming } from './list-unread.ts';
import { fileUnread, objectUnread, serviceUnread } from './object-unread.ts';
import { isListRefused, refusalOf, refusedUnread } from './refusals.ts';
import { isHttp, lowerRouter, lowerTemplate } from './routers.ts';
import { runChain } from './run-chain.ts';

/** What the routers of a workspace folder send, each through the plugins of its list, its template and its own. */
export function apintoSite(unit: Unit<YamlFile>): Site {
  const world = readWorld(unit);
  const routers = world.routers.filter(isHttp);
  const valid = routers.filter((router) => refusalOf(world, router) === undefined);
  const doubles = doublesOf(valid.flatMap(branchesOf));
  const taken = valid.filter((router) => !doubles.has(router));
  const lowered = taken.map((router) => lowerRouter(world, router));
  const loose = world.templates
    .filter((template) => refusalOf(world, template) === undefined)
    .filter((template) => !routers.some((router) => templateOf(world, router) === template))
    .map((template) => lowerTemplate(world, template));
  const listsAlone = world.lists.filter((list) => !routers.some((router) => world.listOf(router) === list));
  return {
    dialect: 'apinto',
    scopes: [
      ...lowered.map(({ scope }) => scope),
      ...listsAlone.flatMap((list) => everyRouter(world, list)),
      ...loose.map(({ scope }) => scope),
    ],
    misplaced: [...lowered, ...loose].flatMap(({ misplaced }) => misplaced),
    unread: [
      ...world.lists.flatMap((list) => listUnread(world, list)),
      ...[...routers, ...world.templates].flatMap((object) => refusedOrUnread(world, object)),
      ...[...doubles].map(([router, other]) => doubleUnread(router, other)),
      ...world.services.flatMap(serviceUnread),
      ...world.files.flatMap(fileUnread),
    ],
    unresolved: [
      ...lowered.flatMap(({ router, chain }) => [
        ...chain.unknown.map((plugin) => ({
          at: router.document.place(plugin.entry.key.at),
          what: `The entry for ${plugin.name} in the list of plugins`,
        })),
        ...lostTemplate(world, router),
      ]),
      ...elsewhere(world, listsAlone),
    ],
    refused: world.lists.flatMap((list) => {
      const refused = isListRefused(list);
      return refused === undefined ? [] : [{ at: list.document.place(refused.node.at), why: refused.why }];
    }),
  };
}

function refusedOrUnread(world: ApintoWorld, object: ApintoObject): readonly Unread[] {
  const refused = refusalOf(world, object);
  if (refused === undefined) return objectUnread(world, object);
  const what = object.profession === 'router' ? 'This router' : 'This template';
  return [refusedUnread(object, what, refused)];
}

function doubleUnread(router: ApintoObject, other: ApintoObject): Unread {
  return refusedUnread(router, 'This router', {
    node: at(router.node, 'location') ?? router.nameNode,
    why: `the router ${other.name} takes the same requests`,
    advice: 'Tell them apart by host, method, path or rules.',
  });
}

function lostTemplate(world: ApintoWorld, router: ApintoObject): readonly Unresolved[] {
  const node = at(router.node, 'template');
  const name = textOf(node);
  if (node === undefined || name === undefined || name === '' || templateOf(world, router)) return [];
  return [{ at: router.document.place(node.at), what: `The template ${name}` }];
}

/** A list whose routers are not at hand: what it does to every answer that they do not say otherwise of. */
function everyRouter(world: ApintoWorld, list: PluginList): readonly Scope[] {
  if (isListRefused(list) !== undefined) return [];
  const chain = chainOf(world, list);
  const run = runChain(chain.plugins);
  const removes = run.ops.some(({ kind }) => kind === 'remove');
  return [
    {
      path: [listLevel(list)],
      block: list.document.place(list.holder.at),
      answers:
        run.own === undefined
          ? [{ from: 'upstream', statuses: [200, 404], page: 'content' }]
          : [{ from: 'gateway', statuses: [run.own.status], page: run.own.isPage ? 'content' : 'none' }],
      ops: run.ops,
      insertions: insertionsFor(undefined, list, chain),
      // Each router may set what is missing here, but none can bring back what the list takes away.
      whole: removes,
    },
  ];
}

/** Said once: nothing that is at hand can set a header, or what could is not at hand. */
function elsewhere(world: ApintoWorld, listsAlone: readonly PluginList[]): readonly Unresolved[] {
  if (world.routers.length > 0 || world.lists.some(isListRefused)) return [];
  const [list] = listsAlone;
  if (list !== undefined && !world.lists.some(speaksOfFraming)) {
    return [
      {
        at: list.document.place(list.at),
        what: 'No plugin of this list sets a framing header, and what the routers name',
      },
    ];
  }
  const [file] = world.files;
  if (file === undefined || world.lists.length > 0 || world.files.some((each) => fileUnread(each).length > 0))
    return [];
  return [
    {
      at: file.document.place(file.at),
      what: `This file can set no header of an answer. What can (a response_rewrite in the list of Apinto's plugins, or a proxy in front)`,
    },
  ];
}
