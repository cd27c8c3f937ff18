import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../../model/place.ts';
import { parseYamlFile } from '../../../syntax/yaml/parse.ts';
import { activationsOf, applicationsOf } from './application.ts';

/** The values of `from` that count, in Spring's order, for each set of profiles that is told apart. */
function counting(files: Readonly<Record<string, string>>, known?: readonly string[]): readonly string[] {
  const parsed = Object.entries(files).map(([name, text]) =>
    parseYamlFile({ uri: `file:///repo/${name}` as Uri, version: 0, text }),
  );
  return applicationsOf(parsed).flatMap((application) =>
    activationsOf(application, known).map(({ sources }) =>
      sources
        .flatMap(({ properties }) => properties.children.get('from')?.value ?? [])
        .map((value) => (value.kind === 'scalar' ? value.text : ''))
        .join(' '),
    ),
  );
}

const FILES = {
  'application.yml': 'from: base\nspring.profiles.group:\n  pre-prod: [edge, eu]\n  edge: "late"\n',
  'application-edge.yml': 'from: edge\n',
  'application-eu.yml': 'from: eu\n',
  'application-late.yml': 'from: late\n',
  'application-pre-prod.yml': 'from: pre-prod\n',
};

test('a group brings its members, and those their own, after itself', () => {
  assert.deepEqual(counting(FILES, ['pre-prod']), ['base pre-prod edge late eu']);
  assert.deepEqual(counting(FILES, ['edge']), ['base edge late']);
  assert.deepEqual(counting(FILES, ['eu']), ['base eu']);
});

test('of files named for profiles the one of the later profile wins, whatever their names', () => {
  assert.deepEqual(counting(FILES, ['late', 'eu']), ['base late eu']);
  assert.deepEqual(counting(FILES, ['eu', 'late']), ['base eu late']);
});

test('what is included is active always, before all else and instead of default', () => {
  const files = {
    'application.yml':
      'from: base\nspring.profiles.include: routes\n---\nspring.config.activate.on-profile: default\nfrom: default\n',
    'application-routes.yml': 'from: routes\n',
    'application-prod.yml': 'from: prod\n',
  };
  assert.deepEqual(counting(files, []), ['base routes']);
  assert.deepEqual(counting(files, ['prod']), ['base routes prod']);
  assert.deepEqual(counting(files), ['base routes', 'base routes prod']);
});
