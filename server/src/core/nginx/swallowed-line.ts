import type { Finding } from '../model/finding.ts';
import type { Place, Span } from '../model/place.ts';
import { wordText } from '../syntax/nginx/word.ts';
import type { Directive } from '../syntax/nginx/tree.ts';
import type { Surroundings } from './directive-finding.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-directive/rule.ts';

/**
 * A directive that takes any number of words also takes the next line when its own `;` is missing, and nginx says nothing:
 * `server_name example.com` before `root /srv;` makes a server with the names `root` and `/srv`, and no root.
 */
export function swallowedLine(directive: Directive, name: string, around: Surroundings): Finding | undefined {
  const { text, uri, context } = around;
  const firstBreak = text.indexOf('\n', directive.start);
  if (firstBreak < 0 || firstBreak > directive.headEnd || context === 'data' || context === 'unknown')
    return undefined;
  const place = ({ start, end }: Span): Place => ({ uri, start, end });
  for (const [index, word] of directive.args.entries()) {
    const before = directive.args[index - 1] ?? directive.name;
    if (word.quote !== '' || !text.slice(before.end, word.start).includes('\n')) continue;
    const next = wordText(text, word);
    const rest = directive.args.length - index - 1;
    const isNext = around.facts(next).fitting(context, false, rest).length > 0;
    // A list that goes on in the next line is indented deeper; a directive that was swallowed stands beside its neighbour.
    if (!isNext || columnOf(text, word.start) > columnOf(text, directive.start)) continue;
    const at = { uri, start: before.end, end: before.end };
    const fix = { title: 'Insert ";"', safe: false, changes: [{ at, text: ';' }] };
    return nginxFinding(
      meta,
      'swallowed',
      place(word),
      { name, next },
      { severity: 'warning', fixes: [fix] },
    );
  }
  return undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
