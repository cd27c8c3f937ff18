import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultSettings, type Uri } from '../core/index.ts';
import { readSettings } from './settings.ts';

const ruleIds = new Set(['frame-policy-missing', 'nginx-syntax']);

describe('reading the section "gatewayLint"', () => {
  it('takes what is given and fills in the rest', () => {
    const section = {
      policy: 'DENY',
      severities: { 'nginx-syntax': 'off' },
      nginx: { version: '1.29.3' },
      springCloudGateway: { version: '4.3.5', profiles: ['prod', 'eu-1'] },
    };
    assert.deepEqual(readSettings(section, ruleIds), { settings: section, problems: [] });
    assert.deepEqual(readSettings({ policy: 'DENY' }, ruleIds).settings, {
      ...defaultSettings,
      policy: 'DENY',
    });
  });

  for (const nothing of [
    undefined,
    null,
    {},
    { policy: null, severities: null, nginx: null },
    { nginx: { version: '' } },
    { springCloudGateway: null },
    { springCloudGateway: { version: '', profiles: [] } },
  ]) {
    it(`${JSON.stringify(nothing)} means the defaults, without a word`, () => {
      assert.deepEqual(readSettings(nothing, ruleIds), { settings: defaultSettings, problems: [] });
    });
  }

  it('makes the folders of pathMap absolute, and names what is no map of paths', () => {
    const read = (pathMap: unknown) => readSettings({ nginx: { pathMap } }, ruleIds, 'file:///w%20s' as Uri);
    assert.deepEqual(read({ '/etc/nginx': 'deploy', '/opt': '/w s/opt', '/c': 'C:\\conf' }), {
      settings: {
        ...defaultSettings,
        nginx: { pathMap: { '/etc/nginx': '/w s/deploy', '/opt': '/w s/opt', '/c': '/C:/conf' } },
      },
      problems: [],
    });
    for (const bad of ['/etc', ['/etc'], { etc: 'deploy' }, { '/etc': 1 }]) {
      const { settings, problems } = read(bad);
      assert.deepEqual(settings, defaultSettings);
      assert.match(problems.join('\n'), /^gatewayLint\.nginx\.pathMap /);
    }
  });

  const wrong: readonly (readonly [section: unknown, named: RegExp])[] = [
    [{ policy: 'sameorigin' }, /policy is "sameorigin".*"any", "SAMEORIGIN", "DENY"/],
    [{ policy: 1 }, /policy is 1/],
    [{ severities: { 'no-such-rule': 'error' } }, /"no-such-rule", which is no rule/],
    [{ severities: { 'nginx-syntax': 'fatal' } }, /nginx-syntax the severity "fatal".*"off"/],
    [{ severities: ['off'] }, /severities is \["off"\]/],
    [{ nginx: { version: 'stable' } }, /version is "stable"/],
    [{ nginx: { version: 1.29 } }, /version is 1\.29/],
    [
      { springCloudGateway: { version: 'Oakwood' } },
      /^gatewayLint\.springCloudGateway\.version is "Oakwood"; write it as in "4\.3\.5"/,
    ],
    [
      { springCloudGateway: { profiles: 'prod' } },
      /^gatewayLint\.springCloudGateway\.profiles is "prod"; it is a list/,
    ],
    [{ springCloudGateway: { profiles: ['prod', 7] } }, /profiles is \["prod",7\]/],
    [{ springCloudGateway: { profiles: ['prod & !eu'] } }, /profiles is \["prod & !eu"\]/],
    [{ springCloudGateway: { profiles: [''] } }, /profiles is \[""\]/],
  ];
  for (const [section, named] of wrong) {
    it(`${JSON.stringify(section)} is named, and the default stands in its place`, () => {
      const { settings, problems } = readSettings(section, ruleIds);
      assert.deepEqual(settings, defaultSettings);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', named);
    });
  }

  for (const garbage of ['text', 7, [], [1], true]) {
    it(`${JSON.stringify(garbage)} in place of the section does no harm`, () => {
      assert.deepEqual(readSettings(garbage, ruleIds).settings, defaultSettings);
    });
  }

  it('one wrong severity does not lose the others', () => {
    const section = { severities: { 'nginx-syntax': 'fatal', 'frame-policy-missing': 'off' } };
    assert.deepEqual(readSettings(section, ruleIds).settings.severities, { 'frame-policy-missing': 'off' });
  });
});
