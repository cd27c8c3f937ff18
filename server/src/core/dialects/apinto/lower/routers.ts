import type { HeaderOp } from '../../../model/header-op.ts';
import type { AnswerKind, Cut, Level, Misplaced, Scope } from '../../../model/scope.ts';
import { removeNode } from '../../../syntax/yaml/edit.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { isHole } from '../read/config-faults.ts';
import type { ApintoObject, PluginList } from '../read/objects.ts';
import type { ApintoWorld } from '../read/world.ts';
import { chainOf, templateOf, type ActivePlugin, type Chain } from './chain.ts';
import { effectOf, requestHeaders } from './effects.ts';
import { insertionsFor } from './insertions.ts';
import { listLevel, routerLevel } from './levels.ts';
import { runChain, type ChainRun } from './run-chain.ts';

export interface LoweredRouter {
  readonly router: ApintoObject;
  readonly list: PluginList | undefined;
  readonly chain: Chain;
  readonly scope: Scope;
  readonly misplaced: readonly Misplaced[];
}

export function lowerRouter(world: ApintoWorld, router: ApintoObject): LoweredRouter {
  const list = world.listOf(router);
  const chain = chainOf(world, list, router);
  const run = runChain(chain.plugins);
  const level = routerLevel(router);
  const path: readonly [Level, ...Level[]] = list === undefined ? [level] : [level, listLevel(list)];
  const isDisabled = isTrue(router, 'disable');
  const isLost = textOf(at(router.node, 'template')) !== undefined && templateOf(world, router) === undefined;
  // Of several lists nobody knows which one it is.
  const isSure = list !== undefined || world.lists.length === 0;
  const cut = isDisabled ? undefined : cutOf(router, chain, level);
  const isOrdered = chain.isListed || chain.plugins.filter((each) => effectOf(each).length > 0).length <= 1;
  return {
    router,
    list,
    chain,
    scope: {
      path,
      block: router.document.place(router.node.at),
      answers: answersOf(router, run),
      // A router that is switched off answers before any plugin runs.
      ops: isDisabled ? [] : [...run.ops, ...(isOrdered ? [] : anyOrder(router))],
      ...(cut && { cut }),
      insertions: isDisabled ? [] : insertionsFor(router, list, chain),
      whole: isSure && !isLost && chain.unknown.length === 0 && !isHole(router.pluginsEntry?.value),
    },
    misplaced: chain.plugins.flatMap((plugin) => misplacedIn(plugin, level, list)),
  };
}

/** A template whose routers are not at hand: what it sets can be judged, what it does not set cannot. */
export function lowerTemplate(world: ApintoWorld, template: ApintoObject): LoweredRouter {
  const lowered = lowerRouter(world, template);
  const answers: readonly AnswerKind[] = [{ from: 'upstream', statuses: [200, 404], page: 'content' }];
  return { ...lowered, scope: { ...lowered.scope, answers, insertions: [], whole: false } };
}

/** Routers of other drivers answer no pages. */
export function isHttp({ node }: ApintoObject): boolean {
  return !/^(?:grpc|dubbo2)$/.test(textOf(at(node, 'driver')) ?? 'http');
}

export function isTrue({ node }: ApintoObject, key: string): boolean {
  return booleanOf(at(node, key), true) === true;
}

export function hasService({ node }: ApintoObject): boolean {
  const service = at(node, 'service');
  return service !== undefined && !(service.kind === 'scalar' && (service.isNull || service.text === ''));
}

function answersOf(router: ApintoObject, { own, isRefusing }: ChainRun): readonly AnswerKind[] {
  if (isTrue(router, 'disable')) return [{ from: 'gateway', statuses: [404], page: 'canned' }];
  if (own !== undefined)
    return [{ from: 'gateway', statuses: [own.status], page: own.isPage ? 'content' : 'none' }];
  // Without a service the answer is empty.
  if (!hasService(router)) return [{ from: 'gateway', statuses: [200], page: 'none' }];
  const service: readonly AnswerKind[] = [{ from: 'upstream', statuses: [200, 404], page: 'content' }];
  return isRefusing ? [...service, { from: 'gateway', statuses: [403], page: 'canned' }] : service;
}

/** Where the list is not at hand, nobody knows which plugin of several acts last. */
function anyOrder({ document, nameNode }: ApintoObject): readonly HeaderOp[] {
  const place = document.place(nameNode.at);
  return ['x-frame-options', 'content-security-policy'].map((text) => ({
    kind: 'unknown',
    name: { text, prefix: false },
    spelling: text,
    value: { kind: 'literal', text: '', at: place },
    whenEmpty: 'send',
    reach: {},
    nameAt: place,
    statement: place,
    edits: {},
  }));
}

/** A plugin of the same name replaces that of the template or of the list as a whole, or switches it off. */
function cutOf(router: ApintoObject, chain: Chain, level: Level): Cut | undefined {
  const [first] = chain.replaced;
  if (first === undefined) return undefined;
  const { document } = router;
  const lost = chain.replaced.flatMap(({ plugin }) =>
    effectOf(plugin)
      .flatMap(({ ops, statuses }) => ops.map((op) => ({ op, statuses })))
      .filter(({ op, statuses }) => op.kind === 'set-if-absent' && statuses?.includes(200) !== false)
      .map(({ op }): HeaderOp => ({ ...op, kind: 'set' })),
  );
  const { by } = first;
  if (!router.plugins.includes(by)) return undefined;
  const remove = removeNode(document, by.parent, by.entry);
  const isAlone = chain.replaced.length === 1;
  return {
    level,
    by: document.place(by.entry.key.at),
    lost,
    ...(remove &&
      isAlone && {
        alternatives: [
          {
            title: `Remove ${by.name} from ${level.label}: that of the list then acts`,
            changes: [remove],
          },
        ],
      }),
  };
}

/** Headers that a plugin sets on the request to the service. */
function misplacedIn(plugin: ActivePlugin, level: Level, list: PluginList | undefined): readonly Misplaced[] {
  if (plugin.kind !== 'request') return [];
  const { document } = plugin;
  const meant = plugin.named === undefined && list !== undefined ? listLevel(list) : level;
  return requestHeaders(plugin).flatMap(({ name, value, statement }): readonly Misplaced[] =>
    value.kind !== 'scalar'
      ? []
      : [
          {
            where: 'request',
            name: name.text,
            value: scalarValue(document, value),
            keyword: plugin.name,
            at: document.place(name.at),
            statement: document.place(statement.at),
            level: meant,
          },
        ],
  );
}
