/** Loaded ahead of a command under test (`node --import`): its sleeps are over at once, and their time has passed. */
import { systemClock } from '../clock';

let aheadMs = 0;
systemClock.now = () => new Date(Date.now() + aheadMs);
systemClock.sleep = async (ms) => {
  aheadMs += ms;
};
