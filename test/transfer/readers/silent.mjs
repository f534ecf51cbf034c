import { connect } from 'node:net';

/**
 * Connects to a server at `data.port`, announces the connection, and waits for an answer that does not come. `data.state`,
 * shared memory, is 1 while it waits, and 2 once it learned that the connection was closed.
 */
export async function read(data, sink) {
  const state = new Int32Array(data.state);
  const socket = connect(data.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  sink.ready(socket.localPort);
  Atomics.store(state, 0, 1);
  await new Promise((_, reject) => {
    socket.once('close', () => {
      Atomics.store(state, 0, 2);
      reject(new Error('the server closed the connection'));
    });
  });
}
