import { connect } from 'node:net';

/** Connects to a server at `data.port`, announces the connection, and waits for an answer that does not come. */
export async function read(data, sink) {
  const socket = connect(data.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  sink.ready(socket.localPort);
  await new Promise((_, reject) => {
    socket.once('close', () => reject(new Error('the server closed the connection')));
  });
}
