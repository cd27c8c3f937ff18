import type { AnswerKind, Level, Scope } from '../../../model/scope.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { actionsOf, isGrpc, type Action } from '../read/actions.ts';
import { policiesOf, type Policies } from '../read/policies.ts';
import type { ControllerWorld, RouteItem, VirtualServer } from '../read/world.ts';
import { blockOps, inForce, type Block } from './chain.ts';
import { httpBlock } from './configuration.ts';
import { cutAt } from './cut.ts';
import { addedOps, errorPageOps, hiddenOps, passedNames } from './headers.ts';
import { inheritOf } from './inherit.ts';
import { insertionsFor, serviceOf } from './insertions.ts';
import { actionLevels, itemLevel } from './levels.ts';
import { corsOps, hstsOps } from './policy-headers.ts';

/** A scope, and what makes it answer. */
export interface LoweredAction {
  readonly action: Action;
  readonly scope: Scope;
  readonly block: Block;
  readonly policies: Policies;
  /** What its own CORS policy makes it answer to OPTIONS. */
  readonly preflight?: Scope;
}

/** A page that an item of `errorPages` returns. */
export interface LoweredErrorPage {
  readonly node: YamlMap;
  readonly scope: Scope;
}

export interface LoweredItem {
  readonly item: RouteItem;
  readonly actions: readonly LoweredAction[];
  readonly errorPages: readonly LoweredErrorPage[];
}

export interface LoweredServer {
  /** Absent for routes that no VirtualServer delegates to. */
  readonly server?: VirtualServer;
  readonly items: readonly LoweredItem[];
  /** What no location takes. */
  readonly block: Block | undefined;
  readonly policies: Policies;
}

export function lowerServers(world: ControllerWorld): readonly LoweredServer[] {
  const http = httpBlock(world.configuration);
  const servers = world.servers.map((server): LoweredServer => {
    const policies = policiesOf(at(server.spec, 'policies'), server.object.namespace, world);
    const block = serverBlock(server, policies, http);
    return {
      server,
      block,
      policies,
      items: server.items.map((item) => lowerItem(item, { world, server, block, policies })),
    };
  });
  const orphans = world.orphans.map(({ object, items }): LoweredServer => {
    const block: Block = {
      level: objectLevel(object),
      outer: http,
      own: [],
      hides: [],
      passes: [],
      early: [],
    };
    const context = { world, block, policies: policiesOf(undefined, object.namespace, world) };
    return { block, policies: context.policies, items: items.map((item) => lowerItem(item, context)) };
  });
  return [...servers, ...orphans];
}

function serverBlock({ object, spec }: VirtualServer, policies: Policies, outer: Block | undefined): Block {
  return {
    level: objectLevel(object),
    outer,
    own: hstsOps(policies.hsts),
    inherit: inheritOf(textOf(at(spec, 'add-header-inherit'))),
    hides: [],
    passes: [],
    early: [],
  };
}

interface Context {
  readonly world: ControllerWorld;
  readonly server?: VirtualServer;
  readonly block: Block;
  readonly policies: Policies;
}

function lowerItem(item: RouteItem, context: Context): LoweredItem {
  const { world, server } = context;
  // A subroute without policies has those of the item that delegates to it.
  const own = entryOf(item.node, 'policies');
  const list = own ?? (item.delegate && entryOf(item.delegate, 'policies'));
  const namespace = (own === undefined ? server?.object : item.object)?.namespace ?? item.object.namespace;
  const policies = policiesOf(list?.value, namespace, world);
  return {
    item,
    actions: actionsOf(item)
      .filter((action) => !isGrpc(action))
      .map((action) => lowerAction(action, policies, context)),
    errorPages: errorPagesOf(item, context),
  };
}

function lowerAction(action: Action, policies: Policies, context: Context): LoweredAction {
  const { world, server, block: around, policies: outer } = context;
  const { item, kind } = action;
  const { document } = item.object;
  const inner = actionLevels(action);
  const [innermost = itemLevel(item), ...further] = [...inner, itemLevel(item)];
  const path: readonly [Level, ...Level[]] = [innermost, ...further];
  const [level] = path;
  const isProxied = kind === 'pass' || kind === 'proxy';
  const block = actionBlock(action, level, policies, context);
  const unsure = isUnsure(block, [policies, outer]);
  const cut = cutAt(block, action);
  const service = isProxied ? serviceOf(action, level, block) : undefined;
  const scope: Scope = {
    path: [level, ...path.slice(1), ...outerLevels(around)],
    block: document.place((inner.length > 0 ? action.node : item.node).at),
    answers: answersOf(action),
    ops: blockOps(block, isProxied),
    ...(service && { service }),
    ...(cut && { cut }),
    insertions: insertionsFor(action, level, block, world),
    whole: world.isSure && server !== undefined && !isPatch(item.object) && !unsure,
  };
  const cors = isProxied ? corsOps(policies.cors ?? outer.cors) : [];
  return {
    action,
    scope,
    block,
    policies,
    // The `if` of a CORS location repeats its lines without `always`, and has no other (generateCORSHeaders).
    ...(cors.length > 0 && { preflight: { ...scope, ops: [...addedOps(action), ...cors] } }),
  };
}

/** Whether an unknown policy might cut off what is in force from further out. */
function isUnsure(block: Block, policies: readonly Policies[]): boolean {
  const { owner } = inForce(block);
  return owner !== block && owner !== undefined && policies.some(({ dangling }) => dangling.length > 0);
}

function outerLevels(block: Block): readonly Level[] {
  return [block.level, ...(block.outer ? [block.outer.level] : [])];
}

function actionBlock(
  action: Action,
  level: Level,
  policies: Policies,
  { block: outer, policies: around }: Context,
): Block {
  const { kind, item } = action;
  const none = { level, outer, own: [], hides: [], passes: [], early: [] };
  // The page of a `return` stands in a location of its own, which only the server's settings reach.
  if (kind === 'return') return { ...none, own: addedOps(action) };
  const written = textOf(at(item.node, 'add-header-inherit'));
  const inherit = inheritOf(written ?? textOf(item.delegate && at(item.delegate, 'add-header-inherit')));
  if (kind === 'redirect') return { ...none, inherit };
  const lines = [...addedOps(action), ...corsOps(policies.cors ?? around.cors)];
  // A location with lines of its own is given the HSTS line of the server again (addHSTSToLocationsWithAddHeaders).
  const repeats = lines.length > 0 && inherit !== 'on' && inherit !== 'merge';
  return {
    ...none,
    own: [...lines, ...hstsOps(policies.hsts ?? (repeats ? around.hsts : undefined))],
    inherit,
    hides: hiddenOps(action),
    passes: passedNames(action),
  };
}

const PROXIED: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200, 404, 500], page: 'content' },
  { from: 'gateway', statuses: [502, 504], page: 'canned' },
];

function answersOf({ kind, entry }: Action): readonly AnswerKind[] {
  if (kind === 'pass' || kind === 'proxy') return PROXIED;
  const code = Number(textOf(at(entry.value, 'code')) ?? (kind === 'return' ? 200 : 301));
  if (kind === 'redirect') return [{ from: 'gateway', statuses: [code], page: 'none' }];
  return [{ from: 'gateway', statuses: [code], page: pageOf(entry.value, 'text/plain', code) }];
}

/** A body of the object's own is a page where it is HTML; an error says nothing that one could click on, unless it does. */
function pageOf(node: YamlMap['entries'][number]['value'], type: string, code: number): AnswerKind['page'] {
  if (!/html/i.test(textOf(at(node, 'type')) ?? type)) return 'none';
  const isActive = /<(?:a|form|button|input|script|iframe|object|embed)\b/i.test(
    textOf(at(node, 'body')) ?? '',
  );
  return code < 400 || isActive ? 'content' : 'canned';
}

function errorPagesOf(
  item: RouteItem,
  { block: outer, world, server }: Context,
): readonly LoweredErrorPage[] {
  const { document } = item.object;
  const entry = entryOf(item.node, 'errorPages');
  return itemsOf(entry?.value).flatMap((node, index): readonly LoweredErrorPage[] => {
    const page = entryOf(node, 'return');
    if (node.kind !== 'map' || page === undefined || entry?.value.kind !== 'seq') return [];
    const place = document.place(node.at);
    const level: Level = {
      id: `errorPages ${place.uri}#${place.start}`,
      kind: 'condition',
      label: `errorPages[${index}] of ${itemLevel(item).label}`,
      at: document.place(page.key.at),
    };
    const steps = [
      { parent: entry.value, child: node },
      { parent: item.node, child: entry },
    ];
    const block: Block = {
      level,
      outer,
      own: errorPageOps(document, node, steps),
      hides: [],
      passes: [],
      early: [],
    };
    const written = Number(textOf(at(page.value, 'code')) ?? 0);
    const code = written === 0 ? Number(textOf(itemsOf(at(node, 'codes'))[0]) ?? 502) : written;
    const scope: Scope = {
      path: [level, itemLevel(item), ...outerLevels(outer)],
      block: place,
      answers: [{ from: 'gateway', statuses: [code], page: pageOf(page.value, 'text/html', code) }],
      ops: blockOps(block, false),
      insertions: [],
      whole: world.isSure && server !== undefined && !isPatch(item.object),
    };
    return [{ node, scope }];
  });
}
