/** Runs beside an embedded PostgreSQL and stops it when the process that started it is gone, even by kill -9. */
const server = Number(process.argv[2]);
const starter = process.ppid;

setInterval(() => {
  if (!isAlive()) process.exit();
  if (process.ppid !== starter) process.kill(server, 'SIGINT');
}, 500);

function isAlive() {
  try {
    return process.kill(server, 0);
  } catch {
    return false;
  }
}
