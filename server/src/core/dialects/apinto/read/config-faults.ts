import { at, entriesOf, entryOf, itemsOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { PluginKind } from './plugin-kind.ts';

/** Something that makes Apinto refuse the object that holds it, or that makes it drop the plugin without a word. */
export interface ConfigFault {
  readonly node: YamlNode;
  readonly why: string;
}

/**
 * What is of another type than the plugin's own: the open API refuses the whole object. Texts that are numbers pass.
 * Source: eosc's variable.RecurseReflect.
 */
export function typeFault(kind: PluginKind, config: YamlNode | undefined): ConfigFault | undefined {
  if (config === undefined || isHole(config)) return undefined;
  if (config.kind !== 'map') {
    const isNull = config.kind === 'scalar' && config.isNull;
    return isNull ? undefined : { node: config, why: 'config has to be a map' };
  }
  switch (kind) {
    case 'rewrite':
      return rewriteFault(config);
    case 'rewrite-v2':
      return matchesFault(at(config, 'matches'));
    case 'mocking':
      return headersFault('response_header', at(config, 'response_header'));
    case 'filter':
      return listFault('header_filter', at(config, 'header_filter'));
    case 'interception':
      return listFault('headers', at(config, 'headers'));
    default:
      return undefined;
  }
}

function rewriteFault(config: YamlNode): ConfigFault | undefined {
  const match = at(config, 'match');
  if (match?.kind === 'seq' || (match?.kind === 'scalar' && !match.isNull))
    return { node: match, why: 'match has to be a map with the list code' };
  const code = at(match, 'code');
  return (
    headersFault('headers', at(config, 'headers')) ??
    listFault('match.code', code) ??
    itemsOf(code).flatMap((item) => numberFault('match.code', item) ?? [])[0] ??
    numberFault('status_code', at(config, 'status_code'))
  );
}

function matchesFault(matches: YamlNode | undefined): ConfigFault | undefined {
  const fault = listFault('matches', matches);
  if (fault !== undefined) return fault;
  for (const item of itemsOf(matches)) {
    const status = at(item, 'match_status_code');
    const found =
      numberFault('match_status_code', status) ??
      headersFault('headers', at(item, 'response_rewrite', 'headers')) ??
      numberFault('status_code', at(item, 'response_rewrite', 'status_code'));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A place that another program, or a variable of Apinto, fills in. */
export function isHole(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && /\{\{|\$\{|<%|\{%/.test(node.text);
}

function isAbsent(node: YamlNode | undefined): boolean {
  return node === undefined || isHole(node) || (node.kind === 'scalar' && node.isNull);
}

function headersFault(key: string, node: YamlNode | undefined): ConfigFault | undefined {
  if (node === undefined || isAbsent(node)) return undefined;
  if (node.kind !== 'map') return { node, why: `${key} has to be a map of names and values` };
  const bad = entriesOf(node).find(({ value }) => value.kind !== 'scalar');
  return bad && { node: bad.value, why: 'the value of a header has to be a text' };
}

function listFault(key: string, node: YamlNode | undefined): ConfigFault | undefined {
  return node === undefined || isAbsent(node) || node.kind === 'seq'
    ? undefined
    : { node, why: `${key} has to be a list` };
}

function numberFault(key: string, node: YamlNode | undefined): ConfigFault | undefined {
  if (node === undefined || isAbsent(node)) return undefined;
  if (node.kind === 'scalar' && /^-?\d+(?:\.\d+)?$/.test(node.text)) return undefined;
  return { node, why: `${key} has to be a number` };
}

/** What passes and then does nothing: Create of the plugin fails, and the gateway logs it only. */
export function dropFault(kind: PluginKind, config: YamlNode | undefined): ConfigFault | undefined {
  if (kind !== 'rewrite' || config?.kind !== 'map') return undefined;
  const status = Number(textual(at(config, 'status_code')) ?? 0);
  const statusNode = at(config, 'status_code');
  if (statusNode !== undefined && status !== 0 && (status < 200 || status > 598))
    return { node: statusNode, why: 'status_code has to be one of 200 to 598' };
  const entry = entryOf(config, 'match');
  const code = at(entry?.value, 'code');
  const codes = itemsOf(code);
  if (isHole(code) || isHole(entry?.value)) return undefined;
  if (codes.length === 0)
    return { node: code ?? entry?.key ?? config, why: 'match.code has to list the statuses that it acts on' };
  const odd = codes.find((item) => {
    const number = Number(textual(item));
    return number < 200 || number >= 599;
  });
  return odd && { node: odd, why: 'match.code takes 200 to 598 only' };
}

function textual(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
