import type { Place } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import { textsOf } from '../config/active.ts';
import type { Property } from '../config/property.ts';
import { definitions, inForce, itemsOf } from '../config/view.ts';
import { ignoredArguments } from '../filters/secure-headers.ts';
import { insertFirst } from './filter-edit.ts';
import type { Gateway } from './gateway.ts';

/** Properties and arguments of SecureHeaders that do nothing. */
export function secureHeadersUnread(gateway: Gateway): readonly Unread[] {
  return gateway.view.kind === 'webmvc'
    ? deadInMvc(gateway)
    : [...unattached(gateway), ...shortNames(gateway), ...ignored(gateway)];
}

function framingProperties({ view }: Gateway): readonly Property[] {
  return ['frameoptions', 'contentsecuritypolicy'].flatMap((key) =>
    definitions(view.roots, 'filter', 'secureheaders', key).filter(
      ({ value }) =>
        key === 'frameoptions' || (value?.kind === 'scalar' && /frame-ancestors/i.test(value.text)),
    ),
  );
}

function deadInMvc(gateway: Gateway): readonly Unread[] {
  return framingProperties(gateway).map((property) => ({
    at: property.at,
    what: `\`${property.spelling}\` of secure-headers`,
    why: 'Spring Cloud Gateway Server MVC has no filter SecureHeaders',
    advice: 'Add SetResponseHeader to the `filters` of each route.',
  }));
}

/** The properties that the filter has a use for under this gateway's profiles, whatever others make of them. */
export function attached(gateway: Gateway): readonly Place[] {
  return hasFilter(gateway) ? framingProperties(gateway).map(({ at }) => at) : [];
}

function hasFilter({ routes, defaults }: Gateway): boolean {
  const used = [
    ...(defaults?.definitions ?? []),
    ...routes.flatMap(({ steps }) => steps.map(({ definition }) => definition)),
  ];
  return used.some(({ name }) => name === 'SecureHeaders');
}

/** The properties say what the filter sends; only the filter sends it. */
function unattached(gateway: Gateway): readonly Unread[] {
  const { routes, defaults } = gateway;
  if (routes.length === 0 || hasFilter(gateway)) return [];
  return framingProperties(gateway).map((property): Unread => {
    const change = defaults === undefined ? undefined : insertFirst(defaults.property, ['SecureHeaders']);
    return {
      at: property.at,
      what: `\`${property.spelling}\` of secure-headers`,
      why: 'it only says what the filter SecureHeaders sends, and no route has that filter',
      advice: 'Add `SecureHeaders` to `default-filters`.',
      ...(change !== undefined && { fix: [change], title: 'Add SecureHeaders to default-filters' }),
    };
  });
}

/** `disable` takes the names of headers, not of properties. */
function shortNames({ view }: Gateway): readonly Unread[] {
  const list = inForce(view.roots, 'filter', 'secureheaders', 'disable');
  if (list === undefined) return [];
  const items = itemsOf(list).items;
  return textsOf(list).flatMap((name, index): readonly Unread[] =>
    /^frame-?options$/i.test(name)
      ? [
          {
            at: items[index]?.at ?? list.at,
            what: `\`${name}\` in this list`,
            why: 'SecureHeaders compares whole names of headers, so it sends X-Frame-Options all the same',
            advice: 'Delete it, or write `x-frame-options` if the header is not wanted.',
            severity: 'information',
          },
        ]
      : [],
  );
}

function ignored({ routes, view }: Gateway): readonly Unread[] {
  const filters = new Set(routes.flatMap(({ steps }) => steps.map(({ definition }) => definition)));
  return [...filters]
    .filter(({ name }) => name === 'SecureHeaders')
    .flatMap((definition) => ignoredArguments(definition, view))
    .map((property) => ({
      at: property.at,
      what: `The argument \`${property.spelling}\``,
      why:
        view.generation >= 4.3
          ? 'releases from 4.3 on call it `frameOptionsHeaderValue` and the like'
          : 'releases up to 4.2 call it `frame-options` and the like',
      advice: 'Write the name that your release reads.',
      severity: 'information' as const,
    }));
}
