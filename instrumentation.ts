/** Next calls this once before it serves: a bad configuration stops the start here, in words. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startApp } = await import('./lib/start-app');
    await startApp();
  }
}
