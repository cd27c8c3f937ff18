import type { HeaderOp } from '../../../model/header-op.ts';
import type { Misplaced, Refusal, Scope, Unread, Unresolved } from '../../../model/scope.ts';
import type { RouteAnswer } from '../../../routes/route.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isTemplate } from '../read/hole.ts';
import { describe, type GatewayWorld } from '../read/world.ts';
import { attachmentsOf, type Attachment, type Attachments } from './attach.ts';
import { answerOf, answersOf } from './answers.ts';
import { readFilters, type Filtered } from './filters.ts';
import { around, refusedBy, type Around } from './gateway-policies.ts';
import { levelsOf } from './levels.ts';
import { insertionsFor } from './insertions.ts';
import { throughNginx } from './snippets.ts';

/** A rule of an HTTPRoute on one listener, with one of its backends. */
export interface LoweredRule {
  readonly route: KubernetesObject;
  /** Absent: a route without rules has one of its own. */
  readonly rule: YamlNode | undefined;
  readonly index: number;
  readonly attachment: Attachment | undefined;
  readonly around: Around;
  readonly scope: Scope;
  /** The instructions of the rule and its backend. */
  readonly ownOps: readonly HeaderOp[];
  readonly answer: RouteAnswer;
}

export interface LoweredRoute {
  readonly route: KubernetesObject;
  readonly rules: readonly LoweredRule[];
  readonly attachments: Attachments;
  readonly misplaced: readonly Misplaced[];
  readonly unread: readonly Unread[];
  /** What Envoy does not take. */
  readonly refused: readonly Refusal[];
  readonly unresolved: readonly Unresolved[];
  /** The API server does not take the object: it is not there. */
  readonly isRejected: boolean;
}

export function lowerRoute(route: KubernetesObject, world: GatewayWorld): LoweredRoute {
  const attachments = attachmentsOf(route, world);
  const notes = new Notes();
  const places: readonly (Attachment | undefined)[] =
    attachments.attached.length > 0 ? attachments.attached : [undefined];
  const written = itemsOf(at(route.node, 'spec', 'rules'));
  const nodes: readonly (YamlNode | undefined)[] = written.length > 0 ? written : [undefined];
  const rules = attachments.isMesh
    ? []
    : nodes.flatMap((rule, index) =>
        places.flatMap((attachment) => lowerRule({ route, rule, index, attachment, world }, notes)),
      );
  const isRejected = notes.rejected.size > 0;
  const what = describe(route);
  return {
    route,
    // A route that hangs on a listener which is not there answers nothing; one that a patch completes may.
    rules: attachments.dangling.length > 0 && attachments.attached.length === 0 ? [] : rules,
    attachments,
    misplaced: [...notes.misplaced.values()],
    unread: [
      ...notes.unread.values(),
      ...[...notes.rejected.values()].map(({ at: place, why }) => refusedBy(what, place, why)),
      ...danglingFaults(attachments, rules),
    ],
    refused: [...notes.refused.values()],
    unresolved: [...notes.unresolved.values()],
    isRejected,
  };
}

/** What is found once for each attachment is told once. */
class Notes {
  readonly misplaced = new Map<number, Misplaced>();
  readonly unread = new Map<number, Unread>();
  readonly rejected = new Map<number, Refusal>();
  readonly refused = new Map<number, Refusal>();
  readonly unresolved = new Map<number, Unresolved>();

  take(filtered: Filtered): void {
    for (const each of filtered.misplaced) this.misplaced.set(each.at.start, each);
    for (const each of filtered.unread) this.unread.set(each.at.start, each);
    for (const each of filtered.rejected) this.rejected.set(each.at.start, each);
    for (const each of filtered.refused) this.refused.set(each.at.start, each);
    for (const each of filtered.unresolved) this.unresolved.set(each.at.start, each);
  }
}

export interface Given {
  readonly route: KubernetesObject;
  readonly rule: YamlNode | undefined;
  readonly index: number;
  readonly attachment: Attachment | undefined;
  readonly world: GatewayWorld;
}

function lowerRule(given: Given, notes: Notes): readonly LoweredRule[] {
  const { route, rule, index, attachment, world } = given;
  const path = levelsOf(given);
  const implementation = attachment?.implementation;
  const context = { object: route, world, implementation, level: path[0] };
  const own = readFilters(at(rule, 'filters'), context);
  notes.take(own);
  for (const each of misplacedKeys(route, rule)) notes.unread.set(each.at.start, each);
  const outer =
    attachment === undefined
      ? { ops: [], refused: [], beforeLate: [], patches: [] }
      : around(route, attachment, world);
  for (const each of outer.refused) notes.refused.set(each.at.start, each);
  const backends = itemsOf(at(rule, 'backendRefs')).filter((each) => textOf(at(each, 'weight')) !== '0');
  if (own.redirect !== undefined && backends.length > 0) {
    const place = route.document.place((entryOf(rule, 'backendRefs')?.key ?? route.node).at);
    notes.rejected.set(place.start, { at: place, why: 'a rule that redirects has no backendRefs' });
  }
  for (const each of prefixFaults(route, rule)) notes.rejected.set(each.at.start, each);
  const answer = answerOf(own, backends.length);
  const variants = backends.map((backend) => {
    const filtered = readFilters(at(backend, 'filters'), context);
    notes.take(filtered);
    if (implementation !== 'nginx' && implementation !== 'kong') return filtered.ops;
    for (const { nameAt, spelling } of filtered.ops.filter(({ name }) => FRAMING.has(name.text))) {
      notes.unread.set(nameAt.start, {
        at: nameAt,
        what: spelling,
        why: `${implementation === 'nginx' ? 'NGINX Gateway Fabric' : 'Kong'} takes no filters on a backend`,
        advice: 'Set it in the filters of the rule.',
      });
    }
    return [];
  });
  // What a template makes of it is not known.
  const source = rule === undefined ? '' : route.document.text.slice(rule.at.start, rule.at.end);
  const isOpaque = own.unresolved.length > 0 || source.includes('{{');
  return distinctLists(variants).map((backendOps): LoweredRule => {
    const written = [...backendOps, ...own.ops];
    const nginx = throughNginx({ ...given, path, ops: written });
    const ownOps = nginx?.ops ?? written;
    const cut = nginx?.cut ?? outer.cut;
    const insertions = insertionsFor({ ...given, path, around: outer, isDirect: own.direct !== undefined });
    const scope: Scope = {
      path,
      block: route.document.place((rule ?? route.node).at),
      answers: answersOf(own, backends.length),
      ops: [...ownOps, ...outer.ops],
      ...(cut !== undefined && { cut }),
      insertions: nginx?.takesOwn === false ? [] : insertions,
      // Plugins of Kong act besides: its own dialect judges what they and the route do together.
      whole:
        attachment !== undefined &&
        nginx?.whole !== false &&
        !isOpaque &&
        !route.annotations.has('konghq.com/plugins'),
    };
    return { route, rule, index, attachment, around: outer, scope, ownOps, answer };
  });
}

/** What replaces a matched prefix has to know it: the CRD wants one match, by prefix. */
function prefixFaults({ document }: KubernetesObject, rule: YamlNode | undefined): readonly Refusal[] {
  const matches = itemsOf(at(rule, 'matches'));
  const [type] = matches.map((each) => textOf(at(each, 'path', 'type')) ?? 'PathPrefix');
  if (matches.length <= 1 && (type === undefined || type === 'PathPrefix' || isTemplate(type))) return [];
  return itemsOf(at(rule, 'filters')).flatMap((filter) =>
    ['urlRewrite', 'requestRedirect'].flatMap((field) => {
      const replaced = at(filter, field, 'path', 'replacePrefixMatch');
      if (replaced === undefined) return [];
      const why = 'replacePrefixMatch needs exactly one match, of type PathPrefix';
      return [{ at: document.place(replaced.at), why }];
    }),
  );
}

const FRAMING: ReadonlySet<string> = new Set(['x-frame-options', 'content-security-policy']);

/** Backends with the same instructions are one. */
function distinctLists(lists: readonly (readonly HeaderOp[])[]): readonly (readonly HeaderOp[])[] {
  const byKey = new Map(
    lists.map((ops) => [
      ops.map(({ kind, name, value }) => [kind, name.text, valueText(value)].join(' ')).join('\n'),
      ops,
    ]),
  );
  return byKey.size === 0 ? [[]] : [...byKey.values()];
}

function valueText(value: HeaderOp['value']): string {
  return value.kind === 'literal' ? value.text : value.template;
}

/** Filters a level too high or too deep, which the API server prunes. */
function misplacedKeys({ document }: KubernetesObject, rule: YamlNode | undefined): readonly Unread[] {
  const wrong = [rule, ...itemsOf(at(rule, 'matches'))].flatMap((node, index) =>
    entriesOf(node).filter(
      ({ key }) =>
        /^(response|request)HeaderModifier$/.test(key.text) || (index > 0 && key.text === 'filters'),
    ),
  );
  return wrong.map(({ key }) => ({
    at: document.place(key.at),
    what: key.text,
    why: 'the API server knows no such field there and drops it',
    advice: 'Write it as an item of filters, beside matches and backendRefs.',
  }));
}

/** A route on a listener that is not there is not served; it is told where it would have sent a framing header. */
function danglingFaults({ dangling }: Attachments, rules: readonly LoweredRule[]): readonly Unread[] {
  const sets = rules.some(({ ownOps }) => ownOps.some(({ name }) => FRAMING.has(name.text)));
  if (!sets) return [];
  return dangling.map(({ at: place, section, gateway }) => ({
    at: place,
    what: 'This reference',
    why: `${describe(gateway)} has no listener ${section}, so the route is not attached to it`,
    advice: 'Name one of its listeners, or leave sectionName out for all of them.',
  }));
}
