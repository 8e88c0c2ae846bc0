import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The server's end of a WebSocket (RFC 6455), as much of it as Socket Mode needs: whole text frames, pings and the closing. */
export type Connection = {
  send: (text: string) => void;
  close: () => void;
  /** Without a word, as when a network goes. */
  cut: () => void;
  open: () => boolean;
};

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export function accept(
  request: IncomingMessage,
  socket: Duplex,
  on: { text: (text: string) => void; closed: () => void },
): Connection {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  let rest: Buffer = Buffer.alloc(0);
  let open = true;
  const over = () => {
    if (!open) return;
    open = false;
    on.closed();
  };
  // A process that is gone says no more than that it sends nothing any more.
  socket
    .on('error', over)
    .on('close', over)
    .on('end', () => {
      socket.end();
      over();
    });
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (let frame = read(rest); frame; frame = read(rest)) {
      rest = rest.subarray(frame.length);
      if (frame.code === TEXT) on.text(frame.payload.toString('utf8'));
      if (frame.code === PING) socket.write(written(PONG, frame.payload));
      if (frame.code === CLOSE) {
        socket.end(written(CLOSE, frame.payload));
        over();
      }
    }
  });
  return {
    send: (text) => void socket.write(written(TEXT, Buffer.from(text))),
    close: () => void socket.write(written(CLOSE, Buffer.from([0x03, 0xe8]))),
    cut: () => socket.destroy(),
    open: () => open,
  };
}

function read(buffer: Buffer): { code: number; payload: Buffer; length: number } | undefined {
  if (buffer.length < 2) return undefined;
  const code = buffer.readUInt8(0) & 0x0f;
  const masked = (buffer.readUInt8(1) & 0x80) !== 0;
  const short = buffer.readUInt8(1) & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (buffer.length < 2 + extra) return undefined;
  const size = short === 126 ? buffer.readUInt16BE(2) : short === 127 ? Number(buffer.readBigUInt64BE(2)) : short;
  const start = 2 + extra + (masked ? 4 : 0);
  if (buffer.length < start + size) return undefined;
  const payload = Buffer.from(buffer.subarray(start, start + size));
  if (masked) for (let i = 0; i < size; i++) payload[i] = (payload[i] ?? 0) ^ (buffer[2 + extra + (i % 4)] ?? 0);
  return { code, payload, length: start + size };
}

function written(code: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | code, length])
      : length < 65_536
        ? Buffer.from([0x80 | code, 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([0x80 | code, 127]), Buffer.alloc(8)]);
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
