import type { Change, Uri } from '../../../model/place.ts';
import { decodeFaults } from '../config/check.ts';
import {
  entriesOf,
  entryOf,
  field,
  mapOf,
  parseBool,
  textOf,
  type ConfigEntry,
  type ConfigMap,
} from '../config/node.ts';
import { STATIC } from '../config/schema.ts';
import { suggestionFor } from '../config/suggest.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import { referencesOf } from './references.ts';

/** Reads a static configuration, from a file or from flags. */
export function readStatic(root: ConfigMap, uri: Uri, version?: RuleSyntax): StaticConfig {
  const providers = mapOf(field(root, ['providers']));
  const docker = field(providers, ['docker']) ?? field(providers, ['swarm']);
  const file = field(providers, ['file']);
  const text = (node: ReturnType<typeof field>): string | undefined => textOf(node);
  const filename = text(field(file, ['filename']));
  const directory = text(field(file, ['directory']));
  const http = entryOf(root, 'http');
  const asked = text(field(root, ['core', 'defaultRuleSyntax']));
  const syntax = asked === 'v2' || asked === 'v3' ? asked : version;
  return {
    uri,
    entryPoints: entriesOf(field(root, ['entryPoints'])).map(entryPoint),
    providers: new Set(entriesOf(providers).map(({ name }) => name.toLowerCase())),
    hasPlugins: field(root, ['experimental']) !== undefined || field(providers, ['plugin']) !== undefined,
    ...(filename !== undefined && { filename }),
    ...(directory !== undefined && { directory }),
    exposedByDefault: parseBool(text(field(docker, ['exposedByDefault'])) ?? 'true') !== false,
    hasDefaultRule: field(docker, ['defaultRule']) !== undefined,
    crossNamespace:
      parseBool(text(field(providers, ['kubernetesCRD', 'allowCrossNamespace'])) ?? '') === true,
    ...(syntax !== undefined && { syntax }),
    ...(http !== undefined && { http: http.nameAt }),
    faults: decodeFaults(root, STATIC).flatMap((fault) => {
      const suggestion = suggestionFor(fault);
      // Options come and go with versions: only what is a known one misspelled is surely refused.
      if (suggestion.fix === undefined && fault.kind === 'unknown') return [];
      return [{ at: fault.at, what: fault.what, why: `${fault.why}, and it does not start`, ...suggestion }];
    }),
  };
}

function entryPoint(entry: ConfigEntry): EntryPoint {
  const body = mapOf(entry.value);
  const http = field(body, ['http']);
  const to = field(http, ['redirections', 'entryPoint']);
  const scheme = textOf(field(to, ['scheme']));
  const port = Number(/:(\d+)(?:\/tcp)?$/.exec(textOf(field(body, ['address'])) ?? '')?.[1]);
  const tls = field(http, ['tls']);
  return {
    name: entry.name,
    nameAt: entry.nameAt,
    ...(Number.isInteger(port) && { port }),
    middlewares: referencesOf(field(http, ['middlewares'])),
    ...(to !== undefined && {
      redirection: {
        ...(scheme !== undefined && { scheme }),
        permanent: parseBool(textOf(field(to, ['permanent'])) ?? 'true') !== false,
      },
    }),
    tls: tls !== undefined && !(tls.kind === 'text' && (tls.isNull || tls.text === 'false')),
    asDefault: parseBool(textOf(field(body, ['asDefault'])) ?? '') === true,
    attach: (name) => attached(body, name),
  };
}

function attached(body: ConfigMap | undefined, name: string): readonly Change[] | undefined {
  const http = entryOf(body, 'http');
  const list = entryOf(http?.value, 'middlewares');
  const change =
    list === undefined
      ? body?.add?.([http?.name ?? 'http', 'middlewares'], [name])
      : list.value.kind === 'list'
        ? list.value.prepend?.(name)
        : list.value.kind === 'text' && !list.value.isNull
          ? list.value.rewrite?.(`${name},${list.value.text}`)
          : undefined;
  return change && [change];
}
