import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

/** Puts one fault into the table, and says which. */
export function spoil(table: Fields, random: Random): string {
  const host = (table['virtual_hosts'] as readonly Fields[])[0] ?? table;
  const first = (host['routes'] as readonly Fields[])[0] ?? host;
  const at = random.pick([table, host, first]);
  const add = (item: Json): void => {
    at['response_headers_to_add'] = [item];
  };
  const frame = (rest: Fields): Json => ({ header: { key: 'X-Frame-Options', value: 'DENY', ...rest } });
  const faults: readonly [string, () => void][] = [
    [
      'a lone percent sign',
      () => {
        add(frame({ value: '100%' }));
      },
    ],
    [
      'an unknown command',
      () => {
        add(frame({ value: '%NOPE%' }));
      },
    ],
    [
      'a command without its parameters',
      () => {
        add(frame({ value: '%REQ%' }));
      },
    ],
    [
      'a number as value',
      () => {
        add(frame({ value: 10 }));
      },
    ],
    [
      'an unknown action',
      () => {
        add({ ...(frame({}) as Fields), append_action: 'OVERWRITE' });
      },
    ],
    [
      'both ways to append',
      () => {
        add({ ...(frame({}) as Fields), append: false, append_action: 'ADD_IF_ABSENT' });
      },
    ],
    [
      'an item without header',
      () => {
        add({ key: 'X-Frame-Options', value: 'DENY' });
      },
    ],
    [
      'Host',
      () => {
        add(frame({ key: 'Host' }));
      },
    ],
    [
      'an empty name',
      () => {
        add(frame({ key: '' }));
      },
    ],
    [
      'removal of :status',
      () => {
        at['response_headers_to_remove'] = [':status'];
      },
    ],
    [
      'an empty removal',
      () => {
        at['response_headers_to_remove'] = [''];
      },
    ],
    [
      'the singular',
      () => {
        at['response_header_to_add'] = [frame({})];
      },
    ],
    [
      'a list in the action',
      () => {
        first['direct_response'] = { status: 200, response_headers_to_add: [frame({})] };
        delete first['route'];
        delete first['redirect'];
      },
    ],
    [
      'two actions',
      () => {
        first['redirect'] = { path_redirect: '/x' };
        first['direct_response'] = { status: 200 };
      },
    ],
    [
      'no action',
      () => {
        delete first['route'];
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'no match',
      () => {
        delete first['match'];
      },
    ],
    [
      'a look-ahead',
      () => {
        first['match'] = { safe_regex: { regex: '/(?!a)' } };
      },
    ],
    [
      'an unknown cluster',
      () => {
        first['route'] = { cluster: 'nobody' };
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'a status out of range',
      () => {
        first['direct_response'] = { status: 99 };
        delete first['route'];
        delete first['redirect'];
      },
    ],
    [
      'a domain twice',
      () => {
        host['domains'] = ['twice.example', 'TWICE.example'];
      },
    ],
    [
      'a domain with a star inside',
      () => {
        host['domains'] = ['a*b.example'];
      },
    ],
    [
      'no domain',
      () => {
        host['domains'] = [];
      },
    ],
    [
      'weights of nothing',
      () => {
        first['route'] = { weighted_clusters: { clusters: [{ name: 'app', weight: 0 }] } };
        delete first['redirect'];
        delete first['direct_response'];
      },
    ],
    [
      'a broken name',
      () => {
        add(frame({ key: 'X-Frame-Options:' }));
      },
    ],
    [
      'a name with a blank',
      () => {
        add(frame({ key: 'X Frame Options' }));
      },
    ],
    [
      'a wildcard removal',
      () => {
        at['response_headers_to_remove'] = ['x-frame-*'];
      },
    ],
    [
      'raw_value',
      () => {
        add({ header: { key: 'X-Frame-Options', raw_value: 'REVOWQ==' } });
      },
    ],
  ];
  const [name, apply] = faults[random.below(faults.length)] ?? ['nothing', () => undefined];
  apply();
  return name;
}
