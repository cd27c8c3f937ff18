import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey } from '../../../model/place.ts';
import { respond } from '../../../model/respond.ts';
import type { Scope } from '../../../model/scope.ts';
import { successAnswer } from '../../../model/standard-answers.ts';
import { boolField, typeOf } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { TableUse } from '../read/managers.ts';
import type { Report } from '../read/report.ts';
import type { Located, Source } from '../read/source.ts';
import { perFilterConfigs, type HttpFilter } from './filters.ts';
import { isFraming } from './header-options.ts';
import { mutationOps } from './mutations.ts';
import type { LoweredRoute } from './route.ts';
import type { Surroundings } from './table.ts';

interface Judged {
  readonly routes: readonly LoweredRoute[];
  readonly around: Surroundings;
}

interface Replaced {
  readonly op: HeaderOp;
  readonly by: HeaderOp;
  readonly order: string;
  readonly flag: string;
}

/**
 * Instructions that a level which acts later always replaces by another value: nearer to the page, and without effect.
 * One that is replaced in some of its scopes only has its use in the others.
 */
export function reportShadowed(managers: readonly Judged[], report: Report): void {
  const inForce = new Set<string>();
  const replaced = new Map<string, Replaced>();
  for (const { scope, use, around } of managers.flatMap(({ routes, around }) =>
    routes.map((route) => ({ ...route, around })),
  )) {
    const { lines } = respond(scope, successAnswer(scope));
    for (const { op } of lines) if (op !== undefined) inForce.add(placeKey(op.statement));
    for (const op of scope.ops) {
      if (!isFraming(op.spelling) || !setsSomething(op) || lines.some((line) => line.op === op)) continue;
      const by = lines.find((line) => line.op?.name.text === op.name.text)?.op;
      if (by === undefined || sameValue(by, op)) continue;
      if (by.kind === 'set' || isRemovedAfter(op, scope.ops))
        replaced.set(placeKey(op.statement), { op, by, ...orderOf(op, by, use, around, scope) });
    }
  }
  for (const [key, { op, by, order, flag }] of replaced) {
    if (inForce.has(key)) continue;
    report.ineffective({
      at: op.statement,
      what: `${op.spelling}: ${textOf(op)}`,
      why: `a level that acts later sets ${textOf(by)} ${order}`,
      advice: `Set the value there${flag}.`,
      severity: 'warning',
    });
  }
}

const FLAG = 'most_specific_header_mutations_wins';

/**
 * Which level has the last word, and whether a flag would change that. Each flag turns round the levels of its own kind:
 * the lines of a route table belong to a batch, those of a filter do not. A weighted cluster's come first in any case.
 */
function orderOf(
  op: HeaderOp,
  by: HeaderOp,
  use: TableUse,
  { filters }: Surroundings,
  scope: Scope,
): Pick<Replaced, 'order' | 'flag'> {
  const inTable = op.batch !== undefined;
  if (inTable !== (by.batch !== undefined)) return { order: '', flag: '' };
  const isOn = inTable
    ? boolField(use.table.node, FLAG) === true
    : filters.some(({ kind, config }) => kind === 'header_mutation' && boolField(config, FLAG) === true);
  if (isOn) return { order: '', flag: '' };
  const [first] = scope.path;
  const isOfCluster = inTable && first.kind === 'condition' && op.batch === first.id;
  const place = inTable ? 'the route configuration' : 'the HTTP filter';
  return {
    order: ' (the widest level has the last word)',
    flag: isOfCluster ? '' : `, or ${FLAG}: true in ${place}`,
  };
}

/** Whether a level that acts later takes the line out of every answer, to put its own there. */
function isRemovedAfter(op: HeaderOp, ops: Scope['ops']): boolean {
  return ops
    .slice(ops.indexOf(op) + 1)
    .some(
      ({ kind, name, reach }) =>
        kind === 'remove' && !name.prefix && name.text === op.name.text && Object.keys(reach).length === 0,
    );
}

function setsSomething(op: HeaderOp): boolean {
  const isEmpty = op.value.kind === 'literal' && op.value.text === '';
  return (
    !isEmpty &&
    (op.kind === 'set' || op.kind === 'append' || op.kind === 'set-if-absent') &&
    Object.keys(op.reach).length === 0
  );
}

function sameValue(a: HeaderOp, b: HeaderOp): boolean {
  return textOf(a).toLowerCase() === textOf(b).toLowerCase();
}

function textOf({ value }: HeaderOp): string {
  return value.kind === 'literal' ? value.text : value.template;
}

/** Configuration per route of a filter that the manager does not have. */
export function reportUnattached(level: Located, filters: readonly HttpFilter[], report: Report): void {
  const { node, source } = level;
  for (const { key, value } of perFilterConfigs(node)) {
    if (value.kind === 'map' && value.entries.length === 0) {
      report.refuse(source, source.document.place(value.at), 'a typed configuration needs @type');
    }
    if (filters.some((filter) => filter.name === key.text) || !setsFraming(value, source, report)) continue;
    const other = filters.find((filter) => filter.kind === 'header_mutation');
    report.ineffective({
      at: source.document.place(key.at),
      what: `The configuration of ${key.text}`,
      why: 'the listener has no HTTP filter of this name',
      advice:
        other === undefined ? 'Add the filter to http_filters.' : `Write ${other.name}, as in http_filters.`,
    });
  }
}

function setsFraming(config: YamlNode, source: Source, report: Report): boolean {
  if (typeOf(config)?.endsWith('.HeaderMutationPerRoute') !== true) return false;
  const ops = mutationOps(config, source, report);
  return ops.some((op) => isFraming(op.spelling));
}
