import type { RequestParts } from '../../../routes/route.ts';
import { requestHeader } from '../../../routes/route.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import { entriesNamed, field, items, numberField, stringField } from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isOff, narrowestConfig, type HttpFilter, type RouteLevels } from '../lower/filters.ts';

/** An answer that a filter gives, or may give. */
export interface FilterAnswer {
  /** `undefined`: not known. */
  readonly status: number | undefined;
  readonly doubt?: string;
}

export interface Interception {
  readonly answers: readonly FilterAnswer[];
  /** Whether a filter answers for sure, so that nothing behind it is asked. */
  readonly always: boolean;
}

/** Which filters answer a request by themselves, in the order in which they see it. */
export function answersOfFilters(
  filters: readonly HttpFilter[],
  levels: RouteLevels,
  request: RequestParts,
): Interception {
  const answers: FilterAnswer[] = [];
  for (const filter of filters) {
    const own = narrowestConfig(filter, levels);
    if (isOff(filter, own)) continue;
    const { fires, status } = firing(filter, own?.config, levels, request);
    if (fires === true) return { answers: [...answers, { status }], always: true };
    if (fires === undefined) {
      answers.push({ status, doubt: `whether the filter ${filter.name} answers the request itself` });
    }
  }
  return { answers, always: false };
}

interface Firing {
  readonly fires: Ternary;
  readonly status: number | undefined;
}

function firing(
  filter: HttpFilter,
  perRoute: YamlNode | undefined,
  levels: RouteLevels,
  request: RequestParts,
): Firing {
  if (filter.kind === 'cors')
    return { fires: isPreflight(request) ? preflight(filter, levels) : false, status: 200 };
  if (!filter.effect.answers) return { fires: false, status: undefined };
  if (perRoute !== undefined) return { fires: undefined, status: undefined };
  if (filter.kind === 'rbac') return { fires: denies(filter.config), status: 403 };
  if (filter.kind === 'fault') return aborts(filter.config);
  if (filter.kind === 'csrf')
    return { fires: /^(?:GET|HEAD|OPTIONS)$/.test(request.method) ? false : undefined, status: 403 };
  return { fires: undefined, status: undefined };
}

function isPreflight(request: RequestParts): boolean {
  return (
    request.method === 'OPTIONS' &&
    requestHeader(request, 'origin').length > 0 &&
    requestHeader(request, 'access-control-request-method').length > 0
  );
}

/** Only where a level says what is allowed does the filter answer. */
function preflight(filter: HttpFilter, levels: RouteLevels): Ternary {
  const nodes = [levels.route?.node, levels.virtualHost?.node];
  const old = nodes.some(
    (node) => field(node, 'cors') !== undefined || field(node, 'route', 'cors') !== undefined,
  );
  return old || narrowestConfig(filter, levels) !== undefined ? undefined : false;
}

/** RBAC with one rule for all; others depend on what nobody wrote down here. */
function denies(config: YamlNode | undefined): Ternary {
  if (field(config, 'matcher') !== undefined) return undefined;
  const rules = field(config, 'rules');
  if (rules === undefined) return false;
  const policies = entriesNamed(rules, 'policies').flatMap((entry) => entriesOf(entry.value));
  const takesAll = policies.some(
    ({ value }) => items(value, 'permissions').some(isAny) && items(value, 'principals').some(isAny),
  );
  const action = (stringField(rules, 'action') ?? 'ALLOW').toUpperCase();
  if (action === 'LOG') return false;
  if (policies.length === 0) return action === 'ALLOW';
  return takesAll ? action === 'DENY' : undefined;
}

function isAny(node: YamlNode): boolean {
  return entriesOf(node).some(
    ({ key, value }) => key.text === 'any' && value.kind === 'scalar' && value.text === 'true',
  );
}

const PARTS: Readonly<Record<string, number>> = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 };

function aborts(config: YamlNode | undefined): Firing {
  const abort = field(config, 'abort');
  if (abort === undefined) return { fires: false, status: undefined };
  const status = numberField(abort, 'http_status');
  const conditional = items(config, 'headers').length > 0 || field(config, 'upstream_cluster') !== undefined;
  const numerator = numberField(abort, 'percentage', 'numerator') ?? 0;
  const whole = PARTS[(stringField(abort, 'percentage', 'denominator') ?? 'HUNDRED').toUpperCase()];
  if (status === undefined || conditional || whole === undefined) return { fires: undefined, status };
  return { fires: numerator >= whole ? true : numerator === 0 ? false : undefined, status };
}
