import type { Change } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import { requestParts } from '../../../routes/route.ts';
import { argument, placeOf, type Definition } from '../filters/definition.ts';
import { removalOf } from '../filters/filter-op.ts';
import { insertBehind } from './filter-edit.ts';
import { isFramingFilter, writesFraming } from './framing-text.ts';
import type { Gateway, GatewayRoute, Step } from './gateway.ts';

/** Filters about framing that turn working answers into errors, or that come too late for any. */
export function brokenRoutes(gateway: Gateway): readonly Unread[] {
  return gateway.routes.flatMap((each) => [
    ...failing(each, gateway),
    ...beforeEnding(each, gateway),
    ...forwarding(each, gateway),
  ]);
}

function named({ route }: GatewayRoute): string {
  return route.id === undefined ? 'a route' : `route ${route.id}`;
}

/** A name, value or pattern that cannot be put into an answer. */
function failing(each: GatewayRoute, { view }: Gateway): readonly Unread[] {
  return each.steps.flatMap(({ definition, effect }): readonly Unread[] => {
    const isBadRewrite = effect.kind === 'rewrite' && !effect.works;
    if ((effect.kind !== 'fails' && !isBadRewrite) || !isFramingFilter(definition)) return [];
    const why =
      effect.kind === 'fails' ? effect.why : 'it needs a regular expression without commas and a replacement';
    const end = view.kind === 'webmvc' ? 'gets no answer' : 'is answered with a 500 error';
    return [
      {
        at: placeOf(definition),
        what: `On ${named(each)}, this ${definition.name}`,
        why: `${why}, so every request ${end}`,
        advice: 'Correct the name or the value.',
      },
    ];
  });
}

/** What stands before RedirectTo and the like still runs, on an answer that is out already. */
function beforeEnding(each: GatewayRoute, { view }: Gateway): readonly Unread[] {
  const { steps } = each;
  const end = steps.findIndex(
    ({ effect, definition }) => effect.kind === 'completes' || definition.name === 'RequestRateLimiter',
  );
  const ending = steps[end];
  if (ending === undefined) return [];
  return steps.slice(0, end).flatMap((step): readonly Unread[] => {
    const { effect, definition } = step;
    const breaks = effect.kind === 'write' && effect.committed === 'fails' && isAboutFraming(step);
    if (!breaks) return [];
    const always = ending.effect.kind === 'completes' && ending.effect.always;
    const what = always ? 'the redirect' : 'an answer to a request over the limit';
    const fix = always && !step.isDefault ? removal(definition) : asPair(definition, view.kind === 'webmvc');
    return [
      {
        at: placeOf(definition),
        what: `On ${named(each)}, this ${definition.name}`,
        why: `${ending.definition.name} has sent its answer already, so ${what} becomes a 500 error`,
        advice:
          always && !step.isDefault
            ? 'Delete it: a redirect shows nothing that could be framed.'
            : 'Write AddResponseHeader and behind it RemoveResponseHeader, which leave such answers alone.',
        ...fix,
      },
    ];
  });
}

function isAboutFraming({ effect, definition }: Step): boolean {
  return writesFraming(effect) || (effect.kind === 'write' && isFramingFilter(definition));
}

function removal(definition: Definition): Pick<Unread, 'fix' | 'title'> {
  const change = removalOf(definition);
  return change === undefined ? {} : { fix: [change], title: `Delete this ${definition.name}` };
}

/** Add and behind it Remove act as a Set that leaves finished answers alone. */
export function asPair(definition: Definition, isMvc: boolean): Pick<Unread, 'fix' | 'title'> {
  const { property, nameAt, arguments: args } = definition;
  const { parent, owner, document, value } = property;
  const header = argument(definition, ['name'], 'name')?.text;
  if (isMvc || parent?.kind !== 'seq' || value?.shared !== false || header === undefined) return {};
  // Set passes over a third argument, which Add reads as `override`.
  if (args.length > 2) return {};
  const index = parent.items.findIndex((item) => item === owner);
  const behind =
    index < 0 ? undefined : insertBehind(document, parent, index, `RemoveResponseHeader=${header}`);
  if (behind === undefined || nameAt.end - nameAt.start !== definition.name.length) return {};
  const changes: readonly Change[] = [{ at: nameAt, text: 'AddResponseHeader' }, behind];
  return { fix: changes, title: 'Write AddResponseHeader and RemoveResponseHeader instead' };
}

/** `forward:` under WebFlux: another route answers, or a handler of the application, and this route comes too late. */
function forwarding(each: GatewayRoute, { view, routes }: Gateway): readonly Unread[] {
  const path = /^forward:(?:\/\/)?(\/[^?#]*)/i.exec(each.route.uri ?? '')?.[1];
  if (path === undefined || view.kind === 'webmvc') return [];
  const parts = requestParts(`http://localhost${path}`);
  const target = parts && routes.find((other) => other !== each && other.matches(parts) === true);
  return each.steps.filter(isAboutFraming).flatMap((step): readonly Unread[] => {
    const { definition, effect, isDefault } = step;
    const truncates = target !== undefined && effect.kind === 'write' && effect.committed === 'fails';
    if (truncates) {
      return [
        {
          at: placeOf(definition),
          what: `On ${named(each)}, this ${definition.name}`,
          why: `${named(target)}, to which it forwards, has sent the answer already, so that answer is cut short`,
          advice: isDefault
            ? 'Write AddResponseHeader and behind it RemoveResponseHeader.'
            : `Move it to ${named(target)}.`,
          ...(isDefault ? asPair(definition, false) : removal(definition)),
        },
      ];
    }
    if (isDefault || target !== undefined) return [];
    return [
      {
        at: placeOf(definition),
        what: `On ${named(each)}, this ${definition.name}`,
        why: 'the handler to which it forwards has sent the answer already',
        advice: 'Only that handler can set the header.',
        severity: 'information',
      },
    ];
  });
}
