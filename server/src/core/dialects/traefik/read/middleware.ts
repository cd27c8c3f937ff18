import type { Place } from '../../../model/place.ts';
import { re2 } from '../../../routes/re2.ts';
import {
  entriesOf,
  field,
  mapOf,
  textOf,
  type ConfigEntry,
  type ConfigMap,
  type NameCase,
} from '../config/node.ts';
import { MIDDLEWARE_KINDS } from '../config/schema.ts';
import type { Middleware } from '../model/middleware.ts';
import { readHeaders, type HeadersReading } from './headers.ts';
import { interruptsOf } from './interrupts.ts';
import { referencesOf } from './references.ts';

/** Where a definition stands and how it is called. */
export interface Declared {
  readonly name: string;
  readonly provider: string;
  readonly namespace: string;
  readonly nameAt: Place;
  readonly block: Place;
  readonly body: ConfigMap | undefined;
  readonly nameCase: NameCase;
}

export function readMiddleware(declared: Declared): Middleware {
  const { name, provider, namespace, nameAt, block, body, nameCase } = declared;
  const kinds = kindsOf(body, nameCase);
  const [only] = kinds;
  const kind = kinds.length === 1 ? (only?.name.toLowerCase() ?? '') : '';
  const options = mapOf(only?.value);
  const headers = kind === 'headers' && options !== undefined ? readHeaders(options, nameCase) : undefined;
  const off = whyOff(kinds, kind, options, headers, nameCase);
  return {
    name,
    provider,
    namespace,
    kind,
    level: {
      id: `middleware ${nameAt.uri}#${nameAt.start}`,
      kind: 'route',
      label: `middleware ${name}`,
      at: nameAt,
    },
    block,
    ops: headers?.ops ?? [],
    misplaced: headers?.misplaced ?? [],
    members: kind === 'chain' ? referencesOf(field(options, ['middlewares'], nameCase)) : [],
    interrupts: interruptsOf(kind, options, nameCase, headers?.custom ?? []),
    ...(off !== undefined && { off }),
    isExplained: false,
    unread: headers?.unread ?? [],
    opaque: kind === 'plugin' ? pluginReach(options) : 'no',
    ...(headers !== undefined && options !== undefined && { options }),
    nameCase,
    fingerprint: fingerprint(body),
  };
}

function kindsOf(body: ConfigMap | undefined, nameCase: NameCase): readonly ConfigEntry[] {
  return entriesOf(body).filter(({ name, value }) => {
    const known = MIDDLEWARE_KINDS.get(name.toLowerCase());
    if (known === undefined || (nameCase === 'exact' && known.name !== name)) return false;
    return value.kind !== 'text' || !value.isNull;
  });
}

function whyOff(
  kinds: readonly ConfigEntry[],
  kind: string,
  options: ConfigMap | undefined,
  headers: HeadersReading | undefined,
  nameCase: NameCase,
): string | undefined {
  if (kinds.length === 0) return 'it holds no options of any kind of middleware';
  if (kinds.length > 1) {
    return `it holds ${kinds.map(({ name }) => name).join(' and ')}, and one middleware may be of one kind only`;
  }
  if (headers?.effective === false) return 'nothing is switched on in it';
  if (kind === 'redirectregex') {
    const regex = textOf(field(options, ['regex'], nameCase)) ?? '';
    const expression = re2(regex, { whole: false });
    if (expression?.kind === 'refused') return expression.why;
  }
  return undefined;
}

/** A plugin may do anything; those of some names are known to set headers. */
function pluginReach(options: ConfigMap | undefined): Middleware['opaque'] {
  return entriesOf(options).some(({ name }) => /header|oidc|secur|csp|frame/i.test(name))
    ? 'likely'
    : 'perhaps';
}

/** Equal for definitions that Traefik finds equal. */
function fingerprint(body: ConfigMap | undefined): string {
  const plain = (node: ConfigEntry['value']): unknown => {
    if (node.kind === 'text') return node.isNull ? null : node.text;
    if (node.kind === 'list') return node.items.map(plain);
    return Object.fromEntries(
      node.entries
        .map(({ name, value }): [string, unknown] => [name.toLowerCase(), plain(value)])
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  };
  return body === undefined ? '' : JSON.stringify(plain(body));
}
