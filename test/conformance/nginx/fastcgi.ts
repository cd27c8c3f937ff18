import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';
import { cgiText } from './service.ts';

const HEADER = 8;
const STDIN = 5;
const STDOUT = 6;
const END_REQUEST = 3;

/** One FastCGI request and its answer (FastCGI Specification 1.0, sections 3 and 5). */
export function answerFastcgi(socket: Socket, answer: () => Answer): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= HEADER) {
      const length = HEADER + bytes.readUInt16BE(4) + bytes.readUInt8(6);
      if (bytes.length < length) return;
      const isEnd = bytes.readUInt8(1) === STDIN && bytes.readUInt16BE(4) === 0;
      const id = bytes.readUInt16BE(2);
      bytes = bytes.subarray(length);
      if (!isEnd) continue;
      const text = Buffer.from(cgiText(answer()), 'latin1');
      socket.end(
        Buffer.concat([
          record(STDOUT, id, text),
          record(STDOUT, id),
          record(END_REQUEST, id, Buffer.alloc(8)),
        ]),
      );
    }
  });
}

function record(type: number, id: number, content: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(1, 0);
  header.writeUInt8(type, 1);
  header.writeUInt16BE(id, 2);
  header.writeUInt16BE(content.length, 4);
  return Buffer.concat([header, content]);
}
