import { matchesHeader, matchesPath, matchesQuery, matchesString } from '../../../routes/envoy/matchers.ts';
import { withoutDots } from '../../../routes/envoy/paths.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { at, entriesOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { isOn } from '../lower/world.ts';

const HOLE = /\{\{|\$\{|<%|\{%/;

/** Whether the route of a Mapping takes a request. */
export function groupMatches(spec: YamlMap, request: RequestParts): Ternary {
  return allOf([
    hostTakes(spec, request),
    pathTakes(spec, request),
    methodTakes(spec, request),
    ...headersTake(spec, request),
    ...queriesTake(spec, request),
  ]);
}

function hostTakes(spec: YamlMap, { host }: RequestParts): Ternary {
  const glob = textOf(at(spec, 'hostname')) ?? textOf(at(spec, 'host')) ?? '*';
  if (HOLE.test(glob)) return undefined;
  if (isOn(spec, 'host_regex')) return matchesString({ kind: 'regex', text: glob }, host);
  const name = glob.toLowerCase().replace(/:\d+$/, '');
  if (name === '*') return true;
  if (name.startsWith('*')) return host.endsWith(name.slice(1)) && host.length >= name.length;
  if (name.endsWith('*')) return host.startsWith(name.slice(0, -1));
  return host === name;
}

function pathTakes(spec: YamlMap, { path: sent }: RequestParts): Ternary {
  const text = textOf(at(spec, 'prefix'));
  // Emissary normalizes paths before it routes; what becomes of slashes and escapes, its Module has a say in.
  if (text === undefined || HOLE.test(text) || /[%\\]|\/\//.test(sent)) return undefined;
  const path = withoutDots(sent);
  if (isOn(spec, 'prefix_regex')) return matchesPath({ kind: 'regex', text }, path);
  const ignoreCase = textOf(at(spec, 'case_sensitive')) === 'false';
  return matchesPath({ kind: isOn(spec, 'prefix_exact') ? 'path' : 'prefix', text, ignoreCase }, path);
}

function methodTakes(spec: YamlMap, { method }: RequestParts): Ternary {
  const text = textOf(at(spec, 'method'));
  if (text === undefined) return true;
  if (HOLE.test(text)) return undefined;
  return matchesString({ kind: isOn(spec, 'method_regex') ? 'regex' : 'exact', text }, method);
}

/** `true` asks for presence alone. */
function headersTake(spec: YamlMap, request: RequestParts): readonly Ternary[] {
  return tests(spec, 'headers', 'regex_headers').map(({ name, test }) =>
    matchesHeader({ name, test }, request),
  );
}

function queriesTake(spec: YamlMap, request: RequestParts): readonly Ternary[] {
  return tests(spec, 'query_parameters', 'regex_query_parameters').map(({ name, test }) =>
    matchesQuery({ name, test }, request),
  );
}

function tests(spec: YamlMap, exact: string, regex: string) {
  return [exact, regex].flatMap((field) =>
    entriesOf(at(spec, field)).map(({ key, value }) => {
      const text = textOf(value) ?? '';
      const isBare = value.kind === 'scalar' && value.style === 'plain' && text === 'true';
      return {
        name: key.text,
        test: isBare
          ? { kind: 'present' as const, present: true }
          : {
              kind: 'string' as const,
              match: HOLE.test(text)
                ? undefined
                : { kind: field === exact ? ('exact' as const) : ('regex' as const), text },
            },
      };
    }),
  );
}
