import type { Unread } from '../../../model/scope.ts';
import { definitions, type View } from '../config/view.ts';
import { legacyProfiles } from '../config/application.ts';
import { canonical, propertyAt, type Property } from '../config/property.ts';
import { prefixesOf } from '../config/view.ts';
import type { Gateway } from './gateway.ts';
import { brokenRoutes } from './broken-route.ts';
import { mentionsFraming } from './framing-text.ts';
import { refusedFilters } from './refused-filters.ts';
import { secureHeadersUnread } from './secure-unread.ts';
import { cutOffValues } from './cut-off.ts';
import { asList, renamed } from './shape-fix.ts';

/** What is written about framing and never read. */
export function unreadOf(gateway: Gateway): readonly Unread[] {
  return [
    ...refusedFilters(gateway),
    ...misshapenLists(gateway),
    ...wrongKeys(gateway),
    ...deadDefaults(gateway),
    ...otherPrefix(gateway.view),
    ...secureHeadersUnread(gateway),
    ...cutOffValues(gateway),
    ...brokenRoutes(gateway),
    ...oldProfiles(gateway.view),
  ];
}

/** A map of filters binds to an empty list, without a word. */
function misshapenLists({ routes, defaults }: Gateway): readonly Unread[] {
  const lists = [defaults, ...routes.map(({ route }) => route.filters)];
  return lists.flatMap((list): readonly Unread[] => {
    if (list?.isMap !== true || !mentionsFraming(list.property)) return [];
    const fix = asList(list.property);
    return [
      {
        at: list.property.at,
        what: `What stands under \`${list.property.spelling}\``,
        why: 'Spring reads only a list of filters here, and takes nothing from a map',
        advice: 'Write each filter as an item: `- SetResponseHeader=X-Frame-Options, DENY`.',
        ...(fix !== undefined && { fix, title: 'Make a list of it' }),
      },
    ];
  });
}

/** Keys that look right and mean nothing where they stand. */
function wrongKeys({ view, routes }: Gateway): readonly Unread[] {
  const singular = definitions(view.roots, 'defaultfilter').map((property) =>
    wrongKey(property, 'default-filters', 'the key is `default-filters`'),
  );
  const inRoutes = routes.flatMap(({ route }) =>
    route.parts.flatMap((part) => [
      ...definitions([part], 'filter').map((property) =>
        wrongKey(property, 'filters', 'the key of a route is `filters`'),
      ),
      ...definitions([part], 'defaultfilters').map((property) =>
        wrongKey(
          property,
          part.children.has('filters') ? undefined : 'filters',
          'a route has `filters`, and `default-filters` stand beside `routes`',
        ),
      ),
    ]),
  );
  return [...singular, ...inRoutes].flatMap((each) => each ?? []);
}

function wrongKey(property: Property, right: string | undefined, why: string): Unread | undefined {
  if (!mentionsFraming(property)) return undefined;
  const fix = right === undefined ? undefined : renamed(property, right);
  return {
    at: property.at,
    what: `What stands under \`${property.spelling}\``,
    why,
    advice: right === undefined ? 'Move it there.' : `Call it \`${right}\`.`,
    ...(fix !== undefined && { fix, title: `Call it ${right ?? ''}` }),
  };
}

/** Spring Cloud Gateway Server MVC has no default filters; it does not even look at their names. */
function deadDefaults({ view }: Gateway): readonly Unread[] {
  if (view.kind !== 'webmvc') return [];
  return definitions(view.roots, 'defaultfilters').flatMap((property) =>
    mentionsFraming(property)
      ? [
          {
            at: property.at,
            what: `What stands under \`${property.spelling}\``,
            why: 'Spring Cloud Gateway Server MVC has no default filters',
            advice: 'Add the filter to the `filters` of each route.',
          },
        ]
      : [],
  );
}

/** Under the prefix of another release: read there, and nowhere else. */
function otherPrefix(view: View): readonly Unread[] {
  const { kind, generation, documents } = view;
  if (kind === 'webmvc') return [];
  const read = generation >= 5 ? ['spring.cloud.gateway.server.webflux'] : ['spring.cloud.gateway'];
  const others = (generation >= 5 ? prefixesOf(kind, 4.2) : prefixesOf(kind, 5)).flatMap((prefix) =>
    documents.flatMap((document) => {
      const root = propertyAt(document, ...prefix);
      return [propertyAt(root, 'defaultfilters'), propertyAt(root, 'filter', 'secureheaders')];
    }),
  );
  return others.flatMap((property) =>
    property === undefined || !(mentionsFraming(property) || hasFrameKey(property))
      ? []
      : [
          {
            at: property.at,
            what: `\`${property.spelling}\` under this prefix`,
            why: `the routes stand under \`${read.join('')}\`, and ${generation >= 5 ? 'release 5 does not read the old prefix' : 'releases up to 4.2 do not read the new prefix'}`,
            advice: 'Put both under one prefix.',
            severity: 'information' as const,
          },
        ],
  );
}

function hasFrameKey({ children }: Property): boolean {
  return [...children.keys()].some((key) =>
    ['frameoptions', 'contentsecuritypolicy'].includes(canonical(key)),
  );
}

/** Boot refuses the key since 2.4, in all files; before, it was the way to say it. */
function oldProfiles({ activation }: View): readonly Unread[] {
  return legacyProfiles(activation).map((property): Unread => {
    const isDotted =
      property.owner !== undefined &&
      'key' in property.owner &&
      /^spring\.profiles$/i.test(property.owner.key.text);
    const fix = isDotted ? renamed(property, 'spring.config.activate.on-profile') : undefined;
    return {
      at: property.at,
      what: '`spring.profiles`',
      why: 'Spring Boot 3 and later do not start with it, only Boot 2 reads it',
      advice: 'Write `spring.config.activate.on-profile`.',
      severity: 'information',
      ...(fix !== undefined && { fix, title: 'Write spring.config.activate.on-profile' }),
    };
  });
}
