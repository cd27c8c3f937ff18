import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTemplate } from './parse-template.ts';

function masked(text: string, path = 'nginx.conf'): string {
  return parseTemplate(text, path).text;
}

/** What nginx would read, for a template that is filled in. */
function reads(name: string, text: string, expected: string, path?: string): void {
  test(name, () => {
    const tree = parseTemplate(text, path ?? 'nginx.conf.j2');
    assert.equal(tree.text, expected);
    assert.equal(tree.text.length, text.length);
    assert.deepEqual(tree.problems, []);
  });
}

describe('what shows that a file is a template', () => {
  test('marks of Jinja, Go, ERB and Penlight', () => {
    for (const text of [
      'server_name {{ name }};',
      '{% if tls %}\nlisten 443;\n{% endif %}',
      'listen <%= @port %>;',
      'server {\n> if x then\nlisten 80;\n> end\n}',
    ]) {
      assert.notEqual(masked(text), text);
    }
  });
  test('its name, where marks could be text to nginx', () => {
    const text = "return 200 '{{ x }}';";
    assert.equal(masked(text), text);
    assert.notEqual(masked(text, 'nginx.conf.j2'), text);
  });
  test('nothing that only looks like a mark', () => {
    for (const text of [
      'location / {{ }',
      "return 200 '{{ not a mark }}';",
      'content_by_lua_block { x = {{1}} }',
      '# {{ comment }}\nlisten 80;',
      'proxy_pass http://${backend};',
      'set $NAME a;\nreturn 200 "${NAME}";',
      'listen ${PORT};',
    ]) {
      assert.equal(masked(text), text);
    }
  });
});

describe('an expression', () => {
  reads('in a word, quoted or not', 'a {{ x }}b "c{{y}} d";', 'a ${____}b "c${__} d";');
  reads('in the name of a block', 'location {{ path }} { }', 'location ${_______} { }');
  reads('alone on its line may be any directive', '  {{ extra }}\nx;', '  ${_______};\nx;');
  reads('alone before a comment too', '{{ extra }} # more\nx;', '${_______}; # more\nx;');
  reads('before its own semicolon', '{{ extra }};\nx;', '${________};\nx;');
  reads('over lines', 'a {{ x |\n join }};', 'a ${____________};');
  reads(
    'in a comment, and comments of the engine',
    '# {{ x }}\n{# a; {{ b }} #}\nx;',
    '#        \n                \nx;',
  );
  reads(
    'that Ansible writes as comments',
    '{{ ansible_managed | comment }}\nx;',
    '                               \nx;',
  );
  reads('whose variable is filled in', 'set ${{ name }} 1;', 'set ${________} 1;');
  reads('of ERB, in quotes', 'a "<%= x("b") %>";', 'a "${__________}";', 'a.conf.erb');
  reads(
    'of Penlight',
    'x $(a.b(c)) ${{D}};\n> if e then\n',
    'x ${______} ${___};\n           \n',
    'a.template',
  );
});

describe('a condition', () => {
  reads(
    'around directives: both ways are read',
    '{% if a %}\nb c;\n{% else %}\nd;\n{% endif %}',
    '          \nb c;\n          \nd;\n           ',
  );
  reads('in one line', 'x;{% if a %} b;{% endif %}', 'x;           b;           ');
  reads(
    'among words is one of them',
    'listen 443{% if h2 %} http2{% endif %};',
    'listen 443${_________________________};',
  );
  reads(
    'with the semicolon',
    'a b{% if c %} d;{% else %};{% endif %}\ne;',
    'a b${_______________________________};\ne;',
  );
  reads(
    'in quotes, whatever stands in it',
    `a "b{% if c %}; d{% endif %}";`,
    `a "b\${_____________________}";`,
  );
  reads('instead of a name', '{% if a %}b{% else %}c{% endif %} d;', '${______________________________} d;');
  reads(
    'of Go, with a loop',
    '{{ range .X }}\na {{ . }};\n{{ end }}\nb;',
    '              \na ${____};\n         \nb;',
    'a.tmpl',
  );
  reads(
    'of ERB, with a block',
    '<% x.each do |y| %>\na <%= y %>;\n<% end %>',
    '                   \na ${_____};\n         ',
    'a.erb',
  );
  reads(
    'of JavaScript',
    '<% if (a) { %>\nb;\n<% } else { %>\nc;\n<% } %>',
    '              \nb;\n              \nc;\n       ',
    'a.ejs',
  );
  reads('of Handlebars', '{{#if a}}\nb;\n{{/if}}', '         \nb;\n       ', 'a.hbs');
  reads(
    'whose marks are commented out for nginx',
    '# {% if a %}\nb;\n# {% endif %}',
    '#           \nb;\n#            ',
  );
  reads('and what is raw', 'a "{% raw %}{{ b }}{% endraw %}";', 'a "${______}{{ b }}${_________}";');

  test('leaves out what stands in it, for the block around it alone', () => {
    const text =
      'a;\n{% if x %}\nb;\nserver { c; }\n{% endif %}\nserver {\n{% if y %}\nd;\n{% endif %}\ne;\n}';
    const { template } = parseTemplate(text, 'nginx.conf');
    const names = [...(template?.conditional ?? [])].map(({ keyword }) => keyword);
    assert.deepEqual(names, ['b', 'server', 'd']);
    assert.equal(template?.sound, true);
  });
  for (const [name, text] of [
    [
      'a block that begins in one branch and ends outside',
      '{% if a %}\nserver {\n{% else %}\nserver { x;\n{% endif %}\n}',
    ],
    ['also where its braces add up', '{% if a %}\nserver {\n{% endif %}\nx;\n{% if a %}\n}\n{% endif %}'],
    ['a condition that is never closed', '{% if a %}\nb;'],
    ['an end of nothing', 'b;\n{% endif %}'],
  ] as const) {
    test(`${name} spoils the file`, () => {
      const tree = parseTemplate(text, 'nginx.conf');
      assert.equal(tree.template?.sound, false);
      assert.deepEqual(tree.problems, []);
    });
  }
});

describe('envsubst', () => {
  test('a variable alone on its line may be any directive; others are variables to nginx too', () => {
    assert.equal(masked('${EXTRA}\nlisten ${PORT};'), '${____};\nlisten ${PORT};');
  });
  test('a default is noted, and opaque', () => {
    const tree = parseTemplate('listen ${PORT:-80};\nset $a ${B-"c d"};', 'default.conf.template');
    assert.deepEqual(
      tree.template?.defaults.map(({ start, end }) => tree.template?.source.slice(start, end)),
      ['${PORT:-80}', '${B-"c d"}'],
    );
    assert.equal(tree.text, 'listen ${________};\nset $a ${_______};');
  });
});

test('an ordinary syntax error beside a mark is still one', () => {
  const tree = parseTemplate('server {\nserver_name {{ x }};\nlisten 80\nroot /srv;\n}', 'a.conf');
  assert.deepEqual(
    tree.problems.map(({ code }) => code),
    ['missing-semicolon'],
  );
});

test('every prefix of a template is read, and is as long as it was', () => {
  const text = `{% for x in y %}\nserver {\n  listen {{ x }};\n{% if a %} add_header A "{{ b }}{% if c %};{% endif %}";{% endif %}\n> if d then\n<% e do %>\${F:-g}\n}\n{% endfor %}\n`;
  for (let end = 0; end <= text.length; end++) {
    for (const path of ['a.j2', 'a.tmpl', 'a.erb', 'a.template', 'a.conf']) {
      assert.equal(masked(text.slice(0, end), path).length, end);
    }
  }
});
