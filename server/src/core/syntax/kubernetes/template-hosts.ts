/** What Helm, Jinja or `envsubst` fill in. */
export const HOLE = /\{\{|\{%|\$\{/;

const EACH_HOLE = /\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}/gs;

/** A host of a template as it is written: with the parts that are filled in left open. */
export interface TemplateHost {
  readonly isOpen: boolean;
  readonly matches: (host: string) => boolean;
}

/** True where whole blocks come from template actions. */
export function hasTemplateBlocks(text: string): boolean {
  return /\{\{-?\s*(?:range|if|with|define|template|block|include|tpl|toYaml|end|else)\b|\{%/.test(text);
}

/**
 * The keys in which an object names the hosts that it is for. Objects of other kinds (filters, policies, middlewares) may
 * have a say in any answer.
 */
const HOST_KEYS: readonly (readonly [kinds: string, key: string])[] = [
  ['VirtualService', 'hosts'],
  ['HTTPRoute|GRPCRoute', 'hostnames'],
  ['Ingress', 'host'],
  ['(?:Ambassador)?Mapping', 'host|hostname|host_?regex'],
  ['HTTPProxy', 'fqdn'],
];
const RULE_KEY = /^\s*(?:-\s+)*["']?match["']?\s*:\s*(.*)$/;
/** A service has a host of its own. */
const NESTED = /\bdestination\b|^\s*(?:-\s+)*(?:backends?|services?|upstreams?|clusters?|tls|parentRefs)\s*:/;

/**
 * The hosts for which a template's text says that its routes are; `undefined` where it names none, or where a template
 * may write more of them: then it may be for any.
 */
export function hostsIn(text: string): readonly TemplateHost[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  const written = writtenIn(lines);
  if (written === undefined || written.length === 0 || written.includes('*')) return undefined;
  return written.map(templateHost);
}

function writtenIn(lines: readonly string[]): readonly string[] | undefined {
  const kinds = lines.filter((line) => /^[ ]*kind:/.test(line) && columnOf(line) === 0);
  const [kind = ''] = kinds.map((line) => /^kind:\s*["']?(\w+)/.exec(line)?.[1] ?? '');
  if (kinds.length !== 1) return undefined;
  if (kind === 'IngressRoute') return hostsOfRules(lines);
  // A rule without a host is for all of them.
  if (kind === 'Ingress' && lines.some((line) => /^\s*-\s+http\s*:|^\s*defaultBackend\s*:/.test(line)))
    return undefined;
  const [, key] = HOST_KEYS.find(([kindsOf]) => new RegExp(`^(?:${kindsOf})$`).test(kind)) ?? [];
  return key === undefined ? undefined : hostsUnder(lines, key);
}

function hostsUnder(lines: readonly string[], key: string): readonly string[] | undefined {
  const pattern = new RegExp(`^(\\s*(?:-\\s+)*)["']?(?:${key})["']?\\s*:\\s*(.*)$`);
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, indent, rest = ''] = pattern.exec(line) ?? [];
    if (indent === undefined || NESTED.test(line) || isNestedIn(lines, index)) continue;
    const value = rest.replace(/\s+#.*$/, '').trim();
    const hosts = value === '' ? itemsBelow(lines, index, indent.length) : textsOfLine(value);
    if (hosts === undefined) return undefined;
    found.push(...hosts);
  }
  return found;
}

function hostsOfRules(lines: readonly string[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const line of lines) {
    const [, rule] = RULE_KEY.exec(line) ?? [];
    const hosts = rule === undefined ? [] : hostsOfRule(rule);
    if (hosts === undefined) return undefined;
    found.push(...hosts);
  }
  return found;
}

/** `Host(`a`) && PathPrefix(`/`)`: what it says of hosts otherwise may be any. */
function hostsOfRule(rule: string): readonly string[] | undefined {
  if (/HostRegexp|HostSNI|!\s*Host|\|\|(?!\s*Host\()/i.test(rule)) return undefined;
  const hosts = [...rule.matchAll(/\bHost(?:Header)?\(([^)]*)\)/gi)].flatMap(([, args = '']) =>
    [...args.matchAll(/[`'"]([^`'"]*)[`'"]/g)].map(([, host = '']) => host),
  );
  return hosts.length === 0 ? undefined : hosts;
}

function textsOfLine(value: string): readonly string[] {
  const list = /^\[([^\]]*)\]$/.exec(value);
  const items = list === null ? [value] : (list[1] ?? '').split(',');
  return items.map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

/** The items of a block list; `undefined` where a template writes the list. */
function itemsBelow(lines: readonly string[], index: number, column: number): readonly string[] | undefined {
  const found: string[] = [];
  for (const line of lines.slice(index + 1)) {
    if (line.trim() === '') continue;
    const control = /^\s*\{\{-?\s*(\w+)[^}]*\}\}\s*$/.exec(line);
    if (control !== null) {
      if (!/^(?:range|if|with|end|else)$/.test(control[1] ?? '')) return undefined;
      continue;
    }
    const [, indent = '', item] = /^(\s*)(?:-\s+(.*))?/.exec(line) ?? [];
    if (item === undefined || indent.length < column) break;
    // A list of maps names its hosts in keys of their own.
    if (/^["']?[\w-]+["']?\s*:/.test(item)) return found;
    found.push(...textsOfLine(item.replace(/\s+#.*$/, '').trim()));
  }
  return found.length === 0 ? undefined : found;
}

/** Whether the nearest key that stands further out is one of a service: `destination:` and below it `host:`. */
function isNestedIn(lines: readonly string[], index: number): boolean {
  const column = columnOf(lines[index] ?? '');
  const outer = lines
    .slice(0, index)
    .findLast((line) => line.trim() !== '' && !/^\s*\{\{/.test(line) && columnOf(line) < column);
  return outer !== undefined && NESTED.test(outer);
}

/** The column of a line's key, behind the dashes of lists. */
function columnOf(line: string): number {
  return /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
}

function templateHost(written: string): TemplateHost {
  const parts = written.toLowerCase().replace(/:\d+$/, '').split(EACH_HOLE);
  const isOpen = parts.length > 1 || HOLE.test(written);
  if (!isOpen && !/[*^$()[\]\\+?|~/]/.test(written.replace(/^\*\./, '')))
    return { isOpen, matches: literalHost(written.toLowerCase()) };
  // A pattern of the gateway's own may be anything.
  if (!isOpen || parts.some((part) => HOLE.test(part) || /[*^$()[\]\\+?|~]/.test(part)))
    return { isOpen: true, matches: () => true };
  const pattern = new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('.*')}$`, 's');
  return { isOpen, matches: (host) => pattern.test(host) };
}

/** A prefix may be cut off by the namespace of a host (`shop/www.example.org` in Istio). */
function literalHost(written: string): (host: string) => boolean {
  if (written.startsWith('*.')) return (host) => host.endsWith(written.slice(1));
  // Short names are completed by the gateway.
  return (host) => host === written || (!written.includes('.') && host.startsWith(`${written}.`));
}
