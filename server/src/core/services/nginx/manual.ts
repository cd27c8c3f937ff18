import { blockContexts, contextsOf, type BlockContext } from '../../syntax/nginx/block-context.ts';
import { directiveReference, type DirectiveReference } from '../../syntax/nginx/directive-reference.ts';
import type { DirectiveVariant } from '../../syntax/nginx/directive-table.ts';

/** What nginx's manual says of a directive. */
export interface Manual {
  /** One entry per form, the directive's name and terminator included. */
  readonly syntax: readonly string[];
  /** The value alone; empty where there is none. */
  readonly default: string;
  /** Markdown. */
  readonly summary: string;
  readonly link: string;
}

/**
 * The manual's entry for one entry of nginx's command tables. They name modules differently (the manual by the page,
 * the source by the C symbol), so the pair is known by its part of nginx and by where it may stand.
 */
export function manualOf(name: string, variant: DirectiveVariant): Manual | undefined {
  if (variant.thirdParty !== undefined) return undefined;
  const contexts = contextsOf(variant.contexts);
  const family = familyOf(variant.module);
  const references = directiveReference(name);
  const entry =
    references.find(
      (reference) =>
        familyOf(reference.module) === family &&
        reference.contexts.some((place) => contexts.includes(inFamily(family, place))),
    ) ??
    // `include`, and `error_log` of every part: described once, with the core.
    references.find((reference) => familyOf(reference.module) === '');
  return entry && manual(name, entry);
}

function familyOf(module: string): string {
  return /^ngx_(http|stream|mail)_/.exec(module)?.[1] ?? '';
}

/** The manual says `server` where the source tells `server` and `stream server` apart. */
function inFamily(family: string, place: string): BlockContext {
  const qualified = place === 'if' ? 'if in location' : `${family} ${place}`;
  return blockContexts.find((context) => context === qualified) ?? (place as BlockContext);
}

function manual(name: string, { syntax, default: preset, summary, url }: DirectiveReference): Manual {
  return {
    syntax: syntax.map((form) => statement(name, form)),
    default: preset.replaceAll('`', ''),
    // Notes set off as quotes run on after the paragraph that they belong to.
    summary: summary.split(' > ')[0] ?? '',
    link: url,
  };
}

function statement(name: string, form: string): string {
  const args = form.replaceAll('`', '').replace('{...}', '{ … }');
  const head = args === '' ? name : `${name} ${args}`;
  return head.endsWith('}') ? head : `${head};`;
}
