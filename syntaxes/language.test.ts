// Which files are ours, and how the editor behaves in them.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

interface Language {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
  readonly filenamePatterns?: readonly string[];
  readonly firstLine?: string;
  readonly configuration?: string;
}

interface Contributes {
  readonly languages: readonly Language[];
  readonly grammars: readonly {
    language: string;
    scopeName: string;
    path: string;
    embeddedLanguages: unknown;
  }[];
  readonly snippets: readonly { language: string; path: string }[];
  readonly configurationDefaults: Readonly<Record<string, unknown>>;
}

interface Configuration {
  readonly wordPattern: string;
  readonly indentationRules: {
    readonly increaseIndentPattern: string;
    readonly decreaseIndentPattern: string;
  };
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  readonly onEnterRules: readonly { readonly beforeText: string; readonly afterText: string }[];
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: Contributes };
const configuration = JSON.parse(
  readFileSync('syntaxes/nginx.language-configuration.json', 'utf8'),
) as Configuration;
const languages = new Map(contributes.languages.map((language) => [language.id, language]));
const nginx = languages.get('nginx') ?? assert.fail('the language nginx is missing');

describe('a file is nginx', () => {
  for (const path of [
    '/etc/nginx/nginx.conf',
    '/etc/nginx/fastcgi_params',
    '/etc/nginx/mime.types',
    '/etc/nginx/conf.d/default.conf',
    '/etc/nginx/sites-available/example.com',
    '/etc/nginx/sites-enabled/000-default',
    '/etc/nginx/snippets/ssl.conf',
    '/srv/docker/nginx/security-headers.conf',
    '/srv/app/conf.d/site.conf',
    '/srv/app/nginx.dev.conf',
    '/srv/app/nginx-prod.conf',
    '/srv/app/my.nginx.conf',
    '/srv/app/site-nginx.conf',
    '/srv/app/nginx.conf.sample',
    '/srv/app/nginx.conf.template',
    '/srv/app/templates/default.conf.template',
    '/srv/app/shop.nginx',
    '/srv/app/shop.nginxconf',
    '/srv/app/shop.vhost',
    'C:/nginx/conf/NGINX.conf',
  ]) {
    test(path, () => {
      assert.ok(claims(nginx, path));
    });
  }
});

describe('a file is not nginx', () => {
  for (const path of [
    '/etc/mysql/my.conf',
    '/etc/redis/redis.conf',
    '/etc/supervisor/supervisord.conf',
    '/etc/php/conf.d/opcache.ini',
    '/etc/mime.types',
    '/srv/app/nginx/Dockerfile',
    '/srv/app/nginx/docker-compose.yml',
    '/srv/nginx/README.md',
    '/srv/app/app.conf.template',
  ]) {
    test(path, () => {
      assert.ok(!claims(nginx, path));
    });
  }

  test('no pattern claims every .conf', () => {
    assert.ok(!nginx.extensions?.includes('.conf'));
    assert.ok(!nginx.filenamePatterns?.includes('*.conf'));
  });
});

describe('the first line gives a nameless file away', () => {
  const firstLine = new RegExp(nginx.firstLine ?? '');
  for (const line of [
    '# nginx.conf for the shop',
    '# NGINX configuration',
    '# -*- mode: nginx -*-',
    '# vim: set ft=nginx :',
    '# gateway-lint: context=http,server',
    '# configuration file /etc/nginx/nginx.conf:',
    'user www-data;',
    'user nginx nginx;',
    'worker_processes auto;',
    'load_module modules/ngx_http_js_module.so;',
    'server {',
    'server{',
    '  http {',
    'events {}',
    'upstream app {',
    'map $http_upgrade $connection_upgrade {',
    'location ~ ^/a {',
    'proxy_set_header Host $host;',
    'add_header X-Frame-Options DENY;',
  ]) {
    test(line, () => {
      assert.match(line, firstLine);
    });
  }

  for (const line of [
    '',
    '#',
    '#!/bin/sh',
    '#!/usr/bin/env nginx-helper',
    '# a comment',
    '# how to install nginx',
    'user = www-data',
    'server = "x"',
    'server: {',
    'http://example.com',
    'location: Berlin',
    '<VirtualHost *:80>',
    '[server]',
    'const map = {',
  ]) {
    test(`not: ${line}`, () => {
      assert.doesNotMatch(line, firstLine);
    });
  }
});

describe('the manifest', () => {
  test('serves both ids with one grammar, its Lua bodies as Lua', () => {
    const expected = ['nginx', 'NGINX'].map((language) => ({
      language,
      scopeName: 'source.nginx',
      path: './syntaxes/nginx.tmLanguage.json',
      embeddedLanguages: { 'meta.embedded.block.lua': 'lua' },
    }));
    assert.deepEqual(contributes.grammars, expected);
  });

  test('leaves files, name and configuration of NGINX to the extension that owns that id', () => {
    // `aliases: []` keeps it out of the language picker, where it would stand beside ours.
    assert.deepEqual(languages.get('NGINX'), { id: 'NGINX', aliases: [] });
  });

  test('names only files that are there', () => {
    const paths = [...contributes.grammars, ...contributes.snippets].map(({ path }) => path);
    for (const path of [...paths, nginx.configuration ?? '']) assert.ok(existsSync(path), path);
  });

  test('lets the editor suggest inside quotes, where header values stand', () => {
    for (const id of ['[nginx]', '[NGINX]']) {
      assert.deepEqual(contributes.configurationDefaults[id], {
        'editor.quickSuggestions': { other: 'on', comments: 'off', strings: 'on' },
      });
    }
  });
});

describe('in the editor', () => {
  const { wordPattern, indentationRules, folding, onEnterRules } = configuration;

  test('a word is a directive, a header, a variable, a value', () => {
    const text =
      'add_header X-Frame-Options "frame-ancestors \'self\' ${host}:8080" always; set $a 10m; @named 1.2.3';
    assert.deepEqual(text.match(new RegExp(wordPattern, 'g')), [
      ...['add_header', 'X-Frame-Options', 'frame-ancestors', 'self', '${host}', '8080', 'always'],
      ...['set', '$a', '10m', '@named', '1.2.3'],
    ]);
  });

  test('a block indents, its end comes back', () => {
    const increase = new RegExp(indentationRules.increaseIndentPattern);
    const decrease = new RegExp(indentationRules.decreaseIndentPattern);
    for (const line of ['server {', '  location / { # why', '{', 'rewrite ^/a#b /c; if ($x) {'])
      assert.match(line, increase);
    for (const line of ['listen 80;', '# server {', 'location / { }', 'listen 80; # {', ''])
      assert.doesNotMatch(line, increase);
    for (const line of ['}', '  } # end']) assert.match(line, decrease);
    for (const line of ['location / { }', '# }']) assert.doesNotMatch(line, decrease);
  });

  test('regions fold', () => {
    assert.match('  # region headers', new RegExp(folding.markers.start));
    assert.match('#endregion', new RegExp(folding.markers.end));
    assert.doesNotMatch('# regional', new RegExp(folding.markers.start));
  });

  test('a comment broken in two stays a comment; Enter at its end starts a plain line', () => {
    const breaks = (before: string, after: string): boolean =>
      onEnterRules.some(
        (rule) => new RegExp(rule.beforeText).test(before) && new RegExp(rule.afterText).test(after),
      );
    assert.ok(breaks('  # one ', 'two'));
    assert.ok(!breaks('  # one', ''));
    assert.ok(!breaks('listen 80; # one ', 'two'));
  });
});

/** As VS Code associates: names whole, extensions at the end, patterns on the path if they hold a slash; no case. */
function claims(language: Language, path: string): boolean {
  const whole = path.toLowerCase();
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  const globs = (language.filenamePatterns ?? []).some((pattern) =>
    glob(pattern.toLowerCase()).test(pattern.includes('/') ? whole : name),
  );
  return (
    globs ||
    (language.filenames ?? []).some((filename) => filename.toLowerCase() === name) ||
    (language.extensions ?? []).some((extension) => name.endsWith(extension.toLowerCase()))
  );
}

function glob(pattern: string): RegExp {
  const parts: Readonly<Record<string, string>> = {
    ...{ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' },
    ...{ '{': '(?:', ',': '|', '}': ')' },
  };
  return new RegExp(
    `^${pattern.replace(/\*\*\/|\*\*|[*,{}]|[.+?()[\]|^$\\]/g, (found) => parts[found] ?? `\\${found}`)}$`,
  );
}
