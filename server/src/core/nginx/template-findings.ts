import type { Parsed, Unit } from '../model/dialect.ts';
import type { Finding } from '../model/finding.ts';
import type { Place, Span } from '../model/place.ts';
import type { Directive, NginxTree, Template } from '../syntax/nginx/tree.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-template/rule.ts';
import { COMPOSE } from './embedded/interpolated.ts';
import { isHole } from './template/mask.ts';
import { maskedRegions, overlaps } from './template/parse-template.ts';

/** Says once for each file what could not be read of it, and names defaults that envsubst does not know. */
export function templateFindings({ files }: Unit<NginxTree>): readonly Finding[] {
  return files.flatMap((parsed) => {
    const { template } = parsed.tree;
    if (template === undefined) return [];
    const { source, defaults, sound, engine } = template;
    const first = firstUnread(parsed.tree, template);
    const place = ({ start, end }: Span): Place => ({ uri: parsed.file.uri, start, end });
    const message = sound ? (template.conditional.size > 0 ? 'conditional' : 'unread') : 'unsound';
    return [
      ...(first === undefined
        ? []
        : [nginxFinding(meta, message, place(firstLine(first, source)), { engine })]),
      ...defaults.map((at) =>
        nginxFinding(meta, 'default', place(at), { text: source.slice(at.start, at.end) }),
      ),
    ];
  });
}

/** A mark may run over lines; its first one is enough to find it. */
function firstLine({ start, end }: Span, text: string): Span {
  const lf = text.indexOf('\n', start);
  return { start, end: lf > start && lf < end ? lf : end };
}

/**
 * An environment variable is a variable to nginx too, and most (a port, a name) have no part in what is judged. Those that
 * may hold directives or headers have.
 */
function firstUnread(tree: NginxTree, { engine, regions, source }: Template): Span | undefined {
  if (engine !== 'envsubst' && engine !== COMPOSE) return regions[0];
  const first = firstHiding(tree.directives, source);
  // A directive's name is shorter by the semicolon that it has been given.
  return regions.find(({ start }) => start === first?.start) ?? first;
}

const HEADERS = /^(add_header|more_set_headers|include)$/;

function firstHiding(directives: readonly Directive[], source: string): Span | undefined {
  for (const { name, keyword, args, body } of directives) {
    if (isHole(keyword)) return name;
    const hiding = HEADERS.test(keyword)
      ? args.find((arg) => /\$\{[A-Z][A-Z0-9_]*\}/.test(source.slice(arg.start, arg.end)))
      : undefined;
    const found = hiding ?? (body && firstHiding(body.directives, source));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Findings of other rules that speak of what was masked, and so of nothing that is there; or of the block around a
 * definition, which is used in another.
 */
export function withoutMasked(
  findings: readonly Finding[],
  files: readonly Parsed<NginxTree>[],
): readonly Finding[] {
  const regions = maskedRegions(files);
  if (regions.size === 0) return findings;
  const masked = new Map([...regions].map(([uri, spans]) => [uri, overlaps(spans)] as const));
  const elsewhere = files.flatMap(({ file: { uri }, tree }) =>
    (tree.template?.elsewhere ?? []).map((span) => ({ uri, ...span })),
  );
  const isMasked = (place: Place): boolean => masked.get(place.uri)?.(place) === true;
  const isElsewhere = ({ uri, start }: Place): boolean =>
    elsewhere.some((span) => span.uri === uri && span.start < start && start < span.end);
  return findings
    .filter(({ at, rule }) => !isMasked(at) && !(rule === 'nginx-directive' && isElsewhere(at)))
    .map((finding) => ({
      ...finding,
      fixes: finding.fixes.filter(({ changes }) => !changes.some(({ at }) => isMasked(at))),
    }));
}
