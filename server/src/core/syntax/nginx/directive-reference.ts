import { referenceLines } from '../../generated/nginx-reference.ts';

/** What nginx's reference says of a directive. Only the language server imports this module: the text is long. */
export interface DirectiveReference {
  readonly module: string;
  /** The forms of its arguments, in Markdown. */
  readonly syntax: readonly string[];
  /** The value in force without the directive; empty where there is none. */
  readonly default: string;
  readonly contexts: readonly string[];
  /** In Markdown. */
  readonly summary: string;
  readonly url: string;
}

/** One entry per module that has the directive (`server_name` of http, stream and mail); empty for unknown names. */
export function directiveReference(name: string): readonly DirectiveReference[] {
  return (lines.get(name) ?? []).map((line) => decode(name, line));
}

/** Each name's rows, undecoded. */
const lines: ReadonlyMap<string, readonly string[]> = index();

function index(): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const line of referenceLines.trimEnd().split('\n')) {
    const tab = line.indexOf('\t');
    const name = line.slice(0, tab);
    map.set(name, [...(map.get(name) ?? []), line.slice(tab + 1)]);
  }
  return map;
}

type Row = readonly [string, readonly string[], string, readonly string[], string];

function decode(name: string, json: string): DirectiveReference {
  const [module, syntax, preset, contexts, summary] = JSON.parse(json) as Row;
  const page = module === 'Core functionality' ? 'ngx_core_module' : module;
  const [, folder] = /^ngx_(http|stream|mail)_/.exec(page) ?? [];
  const url = `https://nginx.org/en/docs/${folder === undefined ? '' : `${folder}/`}${page}.html#${name}`;
  return { module, syntax, default: preset, contexts, summary, url };
}
