import net from 'node:net';

/** A port of 127.0.0.1 that nobody listens on. @returns {Promise<number>} */
export async function freePort() {
  const server = await listen(0);
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  await close(server);
  return port;
}

/** @param {number} port */
export async function isFree(port) {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

/** @param {number} port @returns {Promise<net.Server>} */
function listen(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject).listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}

/** @param {net.Server} server @returns {Promise<void>} */
const close = (server) => new Promise((resolve) => server.close(() => resolve()));
