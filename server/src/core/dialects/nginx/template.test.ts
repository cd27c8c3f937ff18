import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import { isTemplate } from './template.ts';

function template(text: string): boolean {
  return isTemplate(parseNginx(text, nginxGrammar));
}

test('marks of Jinja, Go templates, ERB and Penlight make a template', () => {
  assert.ok(template('server_name {{ name }};'));
  assert.ok(template('{% if tls %}\nlisten 443;\n{% endif %}'));
  assert.ok(template('listen <%= @port %>;'));
  assert.ok(template('server {\n> if x then\nlisten 80;\n> end\n}'));
});

test('what only looks like a mark does not', () => {
  assert.ok(!template('location / {{ }'));
  assert.ok(!template("return 200 '{{ not a mark }}';"));
  assert.ok(!template('content_by_lua_block { x = {{1}} }'));
  assert.ok(!template('# {{ comment }}\nlisten ${PORT};'));
});
