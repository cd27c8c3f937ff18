// Writes server/src/core/generated/envoy-schema.ts: the fields, types and constraints of Envoy's configuration messages,
// as the Envoy binary itself carries them (protobuf descriptors with their protoc-gen-validate options).
// `node --import tsx scripts/envoy-schema.ts PATH/TO/envoy`; see scripts/fetch-envoy.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileDescriptors } from './envoy-schema/descriptors.ts';
import { schemaText } from './envoy-schema/schema-text.ts';

const [binary] = process.argv.slice(2);
if (binary === undefined) throw new Error('Say where the Envoy binary is.');
const files = fileDescriptors(readFileSync(binary));
const path = new URL('../server/src/core/generated/envoy-schema.ts', import.meta.url);
const text = schemaText(files);
writeFileSync(path, text);
console.log(`${files.length} files, ${text.length} characters`);
