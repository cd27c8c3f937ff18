// For the tests of this folder: what files are lowered to, as text that a person can compare.
import type { Include, Parsed } from '../../../model/dialect.ts';
import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import type { Uri } from '../../../model/place.ts';
import type { AnswerKind, Scope, Site } from '../../../model/scope.ts';
import type { NginxTree } from '../../../syntax/nginx/tree.ts';
import { fragmentContext } from '../../context.ts';
import { parseText } from '../../parse.ts';
import { hedged, maskedUnit } from '../../template/hedge.ts';
import { nginxSite } from '../site.ts';

const home = 'file:///etc/nginx/';

/** Lowers files given by their paths in /etc/nginx; the first one is the root. Includes are literal paths. */
export function lowered(files: Readonly<Record<string, string>> | string): Site {
  const texts = typeof files === 'string' ? { 'nginx.conf': files } : files;
  const parsed = new Map(
    Object.entries(texts).map(([path, text]) => [
      path,
      parseText({ uri: `${home}${path}` as Uri, version: 0, text }),
    ]),
  );
  const [root] = parsed.values();
  if (root === undefined) throw new Error('no file to lower');
  const includes: readonly Include[] = [...parsed.values()].flatMap((file) => file.includes);
  const included = (place: Include['at']): readonly Parsed<NginxTree>[] => {
    const include = includes.find(({ at }) => at.uri === place.uri && at.start === place.start);
    const file = include && parsed.get(include.pattern);
    return file === undefined ? [] : [file];
  };
  const main = fragmentContext(root.tree, root.file.uri) === 'main';
  const unit = { root, main, files: [...parsed.values()], included };
  return hedged(nginxSite(maskedUnit(unit), { nginx: {} }), unit);
}

/** Each scope with its instructions in order of execution; what is always so is not said. */
export function scopesAsText(site: Site): string {
  return site.scopes.map((scope) => `${heading(scope)}\n${scope.ops.map(line).join('')}`).join('');
}

export function heading({ path, answers }: Scope): string {
  const names = path.filter(({ kind }) => kind !== 'gateway').map(({ label }) => label);
  return `${names.reverse().join(' > ') || 'http'}: ${answers.map(answer).join(', ') || 'no answer'}`;
}

function answer({ from, statuses, page }: AnswerKind): string {
  return `${page} ${from === 'upstream' ? 'from upstream ' : ''}${statuses.join(' ')}`;
}

function line({ kind, name, spelling, value, reach }: HeaderOp): string {
  const { statuses, when } = reach;
  const ranges = statuses?.map(([low, high]) => (low === high ? String(low) : `${low}-${high}`)).join(' ');
  const where = [
    ...(ranges === undefined ? [] : [ranges === '200-201 204 206 301-304 307-308' ? 'success' : ranges]),
    ...(when === undefined ? [] : [when.label]),
  ];
  const what = kind === 'remove' || kind === 'unknown' ? '' : `: ${shown(value)}`;
  const pattern = name.prefix ? `${name.text}*` : spelling;
  return `  ${kind} ${pattern}${what}${where.length > 0 ? ` (${where.join(', ')})` : ''}\n`;
}

function shown(value: HeaderValue): string {
  return value.kind === 'literal' ? value.text || '""' : value.parts.map((part) => part ?? '…').join('');
}
