import { code, listed, paragraphs } from '../markdown.ts';
import type { DirectiveFacts } from './facts.ts';

/** What a person wants to know of a directive before writing it. */
export function directiveDoc(facts: DirectiveFacts): string {
  const { name, variant, contexts, manual } = facts;
  const lines = [
    ...syntax(facts),
    manual && manual.default !== '' ? `Default: ${code(manual.default)}` : '',
    `Contexts: ${listed(contexts.map(code), 8)}`,
    origin(variant),
  ];
  return paragraphs(
    `**${name.replaceAll('_', '\\_')}**`,
    lines.filter((line) => line !== '').join('  \n'),
    manual?.summary,
    manual && `[Documentation](${manual.link})`,
  );
}

/** The same in short, as an editor shows hundreds at once. */
export function shortDirectiveDoc(facts: DirectiveFacts): string {
  const { manual } = facts;
  return paragraphs(syntax(facts).join('  \n'), manual?.summary, manual && `[Documentation](${manual.link})`);
}

function syntax({ variant, manual }: DirectiveFacts): readonly string[] {
  if (manual === undefined) return [argumentsText(variant.min, variant.max, variant.flag)];
  return manual.syntax.map((form) => `Syntax: ${code(form)}`);
}

/** Where it comes from: modules outside nginx by their repository. */
function origin({ module, thirdParty, plus, since, removed }: DirectiveFacts['variant']): string {
  const source = thirdParty === undefined ? (plus ? ' (NGINX Plus)' : '') : ` (${thirdParty})`;
  const from = since === undefined ? '' : `, since ${since}`;
  const until = removed === undefined ? '' : `, gone in ${removed}`;
  return `Module: ${module}${source}${from}${until}`;
}

function argumentsText(min: number, max: number | undefined, flag: boolean): string {
  if (flag) return 'Argument: `on` or `off`';
  if (max === undefined) return `Arguments: ${min} or more`;
  return `Arguments: ${min === max ? min : `${min} to ${max}`}`;
}
